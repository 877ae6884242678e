"""Calibrate: its rounding and its limits by hand, every edge against exact arithmetic, any pieces."""

from helpers import MICROPYTHON, Guarded, Random, refuses
from samples import EDGES, int16, numbers, pieces

from memchunk import Calibrate, Chunk


def calibrated(calibrate, *values):
    out = bytearray(2 * len(values))
    assert calibrate.apply_into(int16(*values), out) == len(out)
    return numbers(out)


def exact(value, offset, gain, shift):
    """By halves, so that it stays a small int where those have 31 bits."""
    high, low = (value - offset) >> 8, (value - offset) & 0xFF
    found = high * gain + (low * gain + (1 << shift - 1) >> 8) >> shift - 8
    return max(-32768, min(32767, found))


def test_by_hand():
    assert calibrated(Calibrate((10,), (0.5,)), 10, 12, 8, 13, 7, 110) == [0, 1, -1, 2, -1, 50]
    assert calibrated(Calibrate((0,), (1,)), *EDGES) == list(EDGES)
    assert calibrated(Calibrate((0,), (-1,)), 5, -32768, 32767) == [-5, 32767, -32767]
    assert calibrated(Calibrate((-32768,), (1,)), -32768, -1, 0, 32767) == [0, 32767, 32767, 32767]
    assert calibrated(Calibrate((32767,), (0.5,)), -32768, 32767) == [-32767, 0]
    assert calibrated(Calibrate((1, -1), (2, 0)), 5, 5, 20000, 7, -20000, 7) == [8, 0, 32767, 0, -32768, 0]


def test_half_is_rounded_up():
    assert calibrated(Calibrate((0,), (0.5,)), 1, 3, -1, -3) == [1, 2, 0, -1]
    assert calibrated(Calibrate((0,), (-0.5,)), 1, 3, -1, -3) == [0, -1, 1, 2]


def test_the_format_is_the_finest_that_holds_all_gains():
    for gains, shift in (
        ((0.5, -0.99), 15),
        ((32767 / 32768,), 15),
        ((1, 0.1), 14),
        ((0.1, -1.99), 14),
        ((2,), 13),
        ((100, 0), 8),
    ):
        assert Calibrate((0,) * len(gains), gains).shift == shift
    assert calibrated(Calibrate((0,), (127.5,)), 2, -2, 300, -300) == [255, -255, 32767, -32768]
    for wrong in (128, -128, 1000000, float("inf"), float("nan")):
        refuses("gain", ValueError, Calibrate, (0,), (wrong,))


def test_every_edge():
    for shift in range(8, 16):
        for steps in (1, -1, 12345, 32767, -32767, 0x4000):
            gain = steps / (1 << shift)
            for offset in EDGES:
                calibrate = Calibrate((offset, 0), (gain, 0.9 * (1 << 15 - shift)))
                assert calibrate.shift == shift
                found = calibrated(calibrate, *(one for edge in EDGES for one in (edge, 0)))
                assert found[::2] == [exact(edge, offset, steps, shift) for edge in EDGES]
            if MICROPYTHON and shift % 4:
                break


def test_pieces_and_in_place():
    random = Random(1)
    for channels in (1, 2, 3, 7):
        calibrate = Calibrate(
            [random.below(2000) - 1000 for _ in range(channels)],
            [random.below(4000) / 1000 - 2 for _ in range(channels)],
        )
        for rows in (0, 1, 2, 3, 4, 5, 8, 9, 33):
            data = random.bytes(2 * channels * rows)
            whole, same = Guarded(len(data)), Guarded(len(data), at=4)
            same.view[:] = data
            assert calibrate.apply_into(data, whole.view) == len(data)
            chunk = Chunk(same.view)
            calibrate(chunk)
            assert same.view == whole.view and chunk.rows == rows and whole.intact() and same.intact()
            out = b""
            for piece in pieces(random, data, 2 * channels):
                room = bytearray(len(piece))
                calibrate.apply_into(piece, room)
                out += room
            assert out == whole.view
            calibrate.reset()


def test_wrong_arguments_change_nothing():
    refuses("channels", ValueError, Calibrate, (), ())
    refuses("gain", ValueError, Calibrate, (0, 0), (1,))
    for wrong in (32768, -32769):
        refuses("offset", ValueError, Calibrate, (0, wrong), (1, 1))
    calibrate, out = Calibrate((1, 2), (0.1, 0.2)), bytearray(b"\xee" * 8)
    refuses("src", ValueError, calibrate.apply_into, bytes(6), out)
    refuses("src", ValueError, calibrate.apply_into, memoryview(bytes(9))[1:], out)
    refuses("dst", ValueError, calibrate.apply_into, bytes(12), out)
    refuses("dst", TypeError, calibrate.apply_into, bytes(8), bytes(8))
    refuses("src", TypeError, calibrate.apply_into, None, out)
    assert out == b"\xee" * 8
