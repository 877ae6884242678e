"""Cic: responses by hand, the boxcars that it stands for, wrapped registers, and what it refuses."""

from decimating import gives_its_rows_to_a_pipeline
from filters import int16, out_of, refuses_what_it_cannot_do, samples, signed, whole_or_in_pieces
from helpers import Random, refuses

from memchunk import Cic


def test_by_hand():
    assert out_of(Cic(1, 2, 1), int16(1, 2, 4, -3, -4, -5, 7)) == [2, 1, -4]  # a boxcar: 1.5, 0.5, -4.5
    # Two boxcars of two rows are 1, 2, 1, and over 4.
    assert out_of(Cic(1, 2, 2), int16(0, 400, 0, 0, 40, 0)) == [100, 100, 20]
    # Combs of two rows: 1, 1, 1, 1 at every second row.
    assert out_of(Cic(1, 2, 1, 2), int16(4, 0, 0, 0, 8, 8, 0, 0)) == [1, 1, 4, 4]
    assert out_of(Cic(2, 1), int16(-32768, 5, 32767, 6)) == [-32768, 5, 32767, 6]


def boxcars(values, length, order):
    """As many sums of `length` values in a row, one after the other."""
    for _ in range(order):
        values = [sum(values[max(0, i - length + 1) : i + 1]) for i in range(len(values))]
    return values


def test_by_definition():
    random = Random(8)
    for channels in (1, 3):
        for factor, order, delay in ((1, 1, 1), (2, 3, 1), (4, 3, 1), (5, 2, 3), (3, 4, 2), (16, 2, 1), (7, 1, 2)):
            data = samples(random, 50 * channels)
            stage, values = Cic(channels, factor, order, delay), signed(data)
            got = out_of(stage, data)
            shift = 0
            while 1 << shift < (factor * delay) ** order:
                shift += 1
            assert stage.gain == (factor * delay) ** order / (1 << shift)
            for channel in range(channels):
                full = boxcars(values[channel::channels], factor * delay, order)
                expected = [value + (1 << shift >> 1) >> shift for value in full[factor - 1 :: factor]]
                assert got[channel::channels] == expected, (factor, order, delay)


def test_registers_of_all_their_bits_wrap():
    for factor, order in ((256, 2), (40, 3), (16, 4), (2, 16), (2000, 1)):
        stage = Cic(1, factor, order)
        for value in (-32768, 32767):
            stage.reset()
            last = 0
            for _ in range(2 * order + 4):
                last = out_of(stage, int16(value) * factor)[-1]
            assert abs(last - value * stage.gain) <= 0.6, (factor, order)


def test_pieces():
    for channels in (1, 2, 3, 5):
        for factor, order, delay in ((1, 3, 1), (3, 3, 2), (16, 2, 1), (40, 3, 1)):
            whole_or_in_pieces(lambda: Cic(channels, factor, order, delay), channels)


def test_in_a_pipeline():
    gives_its_rows_to_a_pipeline(lambda: Cic(3, 4))
    gives_its_rows_to_a_pipeline(lambda: Cic(3, 13, 2))  # more than a chunk: some chunks come out empty


def test_wrong_arguments():
    refuses_what_it_cannot_do(Cic(3, 4), 3)
    for name, arguments in (
        ("factor", (0, 3, 1)),
        ("order", (4, 0, 1)),
        ("delay", (4, 3, 0)),
        ("factor", (41, 3)),
        ("factor", (257, 2)),
        ("factor", (32769, 1)),
        ("factor", (21, 3, 2)),
        ("factor", (2, 17)),
    ):
        refuses(name, ValueError, Cic, 1, *arguments)
