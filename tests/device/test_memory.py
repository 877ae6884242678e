"""`copy`: any length between any two places of the same memory or apart, against slices."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, refuses

from memchunk import copy


def test_apart():
    random = Random(1)
    for n in (0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 63, 64, 65, 71, 200):
        for at in range(4):
            for to in range(4):
                src, dst = Guarded(n, at), Guarded(n + 3, to)
                src.view[:] = data = random.bytes(n)
                dst.view[:] = rest = random.bytes(n + 3)
                assert copy(src.view, dst.view) == n
                assert src.view == data and dst.view == data + rest[n:]
                assert src.intact() and dst.intact()


def test_places_that_overlap():
    random = Random(2)
    for n in (1, 2, 5, 16, 40, 90):
        for away in tuple(range(-20, 21)) + (-64, 64):
            held = Guarded(n + 128, random.below(4))
            held.view[:] = before = random.bytes(n + 128)
            start = 64 + away
            assert copy(held.view[64 : 64 + n], held.view[start : start + n]) == n
            before[start : start + n] = bytes(before[64 : 64 + n])
            assert held.view == before and held.intact(), (n, away)


def test_wrong_arguments_change_nothing():
    out = bytearray(b"\xee" * 8)
    for source in (None, 5, "text", [1, 2], 1.5):
        refuses("src", TypeError, copy, source, out)
    for target in (None, 5, "text" * 6, [0] * 24, bytes(24), memoryview(bytes(24))):
        refuses("dst", TypeError, copy, b"abc", target)
    if not MICROPYTHON:  # which tells no item size
        refuses("src", TypeError, copy, array("h", (1, 2)), out)
        refuses("dst", TypeError, copy, b"abcd", array("h", (1, 2)))
    refuses("dst", ValueError, copy, bytes(9), out)
    assert out == b"\xee" * 8
    assert copy(b"", out) == 0 and copy(b"", bytearray()) == 0
    assert copy(b"ab", out) == 2 and out == b"ab" + b"\xee" * 6
