"""Byteswap: two and four bytes, at any address, in place and into another buffer."""

from helpers import Guarded, Random, refuses

from memchunk import Byteswap, Chunk


def test_by_hand():
    out = bytearray(8)
    assert Byteswap().apply_into(b"\x01\x02\x03\x04\xff\x00\x80\x00", out) == 8
    assert out == b"\x02\x01\x04\x03\x00\xff\x00\x80"
    assert Byteswap(4).apply_into(b"\x01\x02\x03\x04\xff\x00\x80\x00", out) == 8
    assert out == b"\x04\x03\x02\x01\x00\x80\x00\xff"


def test_twice_is_nothing():
    random = Random(1)
    for size in (2, 4):
        swap = Byteswap(size)
        for count in (0, 1, 2, 3, 8, 9, 33):
            n = size * count
            for at in range(4):
                src, dst = Guarded(n, at), Guarded(n, random.below(4))
                src.view[:] = data = random.bytes(n)
                assert swap.apply_into(src.view, dst.view) == n
                assert swap.apply_into(src.view, src.view) == n and src.view == dst.view
                for i in range(n):
                    assert src.view[i] == data[i ^ size - 1]
                swap.apply_into(src.view, src.view)
                assert src.view == data and src.intact() and dst.intact()


def test_in_place_on_a_chunk():
    memory = Random(2).bytes(30)
    expected = bytes(memory[i ^ 3 if i < 24 else i] for i in range(30))
    chunk = Chunk(memory, 0, 6)
    Byteswap(4, channels=3)(chunk)
    assert memory == expected and (chunk.start, chunk.stop, chunk.rows) == (0, 24, 2)


def test_wrong_arguments_change_nothing():
    for itemsize in (0, 1, 3, 8, -2):
        refuses("itemsize", ValueError, Byteswap, itemsize)
    refuses("channels", ValueError, Byteswap, 2, 0)
    out = bytearray(b"\xee" * 12)
    for swap, wrong in ((Byteswap(), 3), (Byteswap(4), 6), (Byteswap(2, 2), 6), (Byteswap(4, 3), 8)):
        refuses("src", ValueError, swap.apply_into, bytes(wrong), out)
        refuses("dst", ValueError, swap.apply_into, bytes(24), out)
        refuses("dst", TypeError, swap.apply_into, bytes(12), bytes(12))
        refuses("src", TypeError, swap.apply_into, 5, out)
        view = memoryview(out)
        refuses("dst", ValueError, Byteswap().apply_into, view[:8], view[2:10])
    assert out == b"\xee" * 12
