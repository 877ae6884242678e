"""Remap: every order and sign of three axes, INT16_MIN turned round, any pieces."""

from helpers import Guarded, Random, refuses
from samples import int16, numbers, pieces

from memchunk import Chunk, Remap


def test_by_hand():
    out = bytearray(12)
    assert Remap((2, 1, -3)).apply_into(int16(1, 2, 3, -4, 5, -32768), out) == 12
    assert numbers(out) == [2, 1, -3, 5, -4, 32767]
    Remap((-3, -3, 1)).apply_into(int16(1, 2, 3, 4, 5, -32767), out)
    assert numbers(out) == [-3, -3, 1, 32767, 32767, 4]


def test_every_order_and_sign():
    row = (100, -200, -32768)
    out = bytearray(6)
    axes = (1, 2, 3, -1, -2, -3)
    for a in axes:
        for b in axes:
            for c in axes:
                Remap((a, b, c)).apply_into(int16(*row), out)
                expected = [row[k - 1] if k > 0 else min(-row[-k - 1], 32767) for k in (a, b, c)]
                assert numbers(out) == expected


def test_pieces_and_in_place():
    random = Random(1)
    for channels in (1, 2, 3, 9, 200):
        axes = [(1 + random.below(channels)) * (1, -1)[random.below(2)] for _ in range(channels)]
        remap = Remap(axes)
        for rows in (0, 1, 2, 5):
            data = random.bytes(2 * channels * rows)
            whole, same = Guarded(len(data)), Guarded(len(data), at=2)
            same.view[:] = data
            assert remap.apply_into(data, whole.view) == len(data)
            remap(Chunk(same.view))
            assert same.view == whole.view and whole.intact() and same.intact()
            out = b""
            for piece in pieces(random, data, 2 * channels):
                room = bytearray(len(piece))
                remap.apply_into(piece, room)
                out += room
            assert out == whole.view


def test_wrong_arguments_change_nothing():
    refuses("channels", ValueError, Remap, ())
    for axes in ((0,), (1, 3), (-3, 1), (1, 2, 3, 0)):
        refuses("axes", ValueError, Remap, axes)
    remap, out = Remap((2, 1)), bytearray(b"\xee" * 8)
    refuses("src", ValueError, remap.apply_into, bytes(6), out)
    refuses("src", ValueError, remap.apply_into, memoryview(bytes(9))[1:], out)
    refuses("dst", ValueError, remap.apply_into, bytes(12), out)
    refuses("dst", TypeError, remap.apply_into, bytes(8), bytes(8))
    assert out == b"\xee" * 8
