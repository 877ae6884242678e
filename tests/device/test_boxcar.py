"""Boxcar: means by hand and by definition, groups across pieces, and what it refuses."""

from decimating import gives_its_rows_to_a_pipeline
from filters import int16, out_of, refuses_what_it_cannot_do, samples, signed, whole_or_in_pieces
from helpers import Random, refuses

from memchunk import Boxcar, Chunk


def test_by_hand():
    assert out_of(Boxcar(1, 2), int16(1, 2, 4, -3, -4, -5, 7)) == [2, 1, -4]  # 1.5, 0.5, -4.5 and one that waits
    assert out_of(Boxcar(2, 3), int16(1, 10, 1, 20, 0, 31)) == [1, 20]
    assert out_of(Boxcar(1, 1), int16(-32768, 32767, 5)) == [-32768, 32767, 5]
    assert out_of(Boxcar(1, 2), int16(-32768, -32768, 32767, 32767)) == [-32768, 32767]


def test_by_definition():
    random = Random(7)
    for channels in (1, 3):
        for factor in (1, 2, 5, 8, 40):
            data = samples(random, 43 * channels)
            values = signed(data)
            got = out_of(Boxcar(channels, factor), data)
            assert len(got) == 43 // factor * channels
            for i in range(len(got)):
                begin = (i // channels * factor) * channels + i % channels
                total = sum(values[k] for k in range(begin, begin + factor * channels, channels))
                assert got[i] == (total + factor // 2) // factor


def test_a_group_waits_across_pieces():
    stage = Boxcar(1, 4)
    assert [out_of(stage, int16(*given)) for given in ((8,), (), (8, 8), (12, 1), (1,))] == [[], [], [], [9], []]
    assert stage.max_len(2) == 2 and stage.max_len(0) == 0 and stage.max_len(10) == 4
    chunk = Chunk(bytearray(int16(1, 1, 5, 5)))
    stage(chunk)  # two of them wait
    assert chunk.rows == 1 and signed(chunk.view) == [1]
    stage.reset()
    assert out_of(stage, int16(2, 2, 2)) == [] and out_of(stage, int16(2)) == [2]


def test_the_longest_group():
    stage = Boxcar(1, 16383)
    for value in (-32768, 32767):
        for _ in range(16):
            assert out_of(stage, int16(value) * 1000) == []
        assert out_of(stage, int16(value) * 383) == [value]


def test_room_for_what_comes_out_is_enough():
    stage = Boxcar(2, 4)
    assert stage.apply_into(int16(*range(6)), bytearray(0)) == 0
    assert stage.apply_into(int16(*range(8)), bytearray(4)) == 4
    refuses("dst", ValueError, stage.apply_into, int16(*range(4)), bytearray(3))  # three rows wait, and one comes
    long = Boxcar(1, 600)
    assert long.apply_into(bytearray(2 * 599), bytearray(0)) == 0
    refuses("dst", ValueError, long.apply_into, bytearray(2), bytearray(0))
    memory = memoryview(bytearray(int16(9, 9) + int16(*range(16))))
    assert stage.apply_into(memory[4:], memory) == 8  # forward, from further back


def test_pieces():
    for channels in (1, 2, 3, 5):
        for factor in (1, 3, 16, 100):
            whole_or_in_pieces(lambda: Boxcar(channels, factor), channels)


def test_in_a_pipeline():
    gives_its_rows_to_a_pipeline(lambda: Boxcar(3, 4))
    gives_its_rows_to_a_pipeline(lambda: Boxcar(3, 13))  # more than a chunk: some chunks come out empty


def test_wrong_arguments():
    refuses_what_it_cannot_do(Boxcar(3, 4), 3)
    for factor in (0, -1, 16384):
        refuses("factor", ValueError, Boxcar, 1, factor)
