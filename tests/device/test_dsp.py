"""What all transforms and analyses check and keep, by one of each that does nothing."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, refuses

from memchunk import Chunk
from memchunk.dsp import Analysis, Transform


class Keep(Transform):
    """Rows as they are, into another place; half of them if `half`."""

    half = False

    def apply_into(self, src, dst):
        n = self._check(src, dst)
        for i in range(n):
            dst[i] = src[i]
        return n // 2 // self.row_size * self.row_size if self.half else n


class Count(Analysis):
    """Rows that went by."""

    rows = 0

    def update(self, src):
        self.rows += self._check(src)


def test_rows_go_through():
    data = Random(1).bytes(24)
    for n in (0, 6, 24):
        out = Guarded(n)
        assert Keep(3).apply_into(data[:n], out.view) == n
        assert out.view == data[:n] and out.intact()
    count = Count(3)
    count.update(data)
    count.update(b"")
    assert count.rows == 4


def test_a_chunk_is_as_long_as_what_came_out():
    data = Random(2).bytes(24)
    memory = bytearray(40)
    memory[8:32] = data
    keep, count = Keep(2), Count(2)
    chunk = Chunk(memory, 8, 8)
    keep(chunk)
    assert (chunk.start, chunk.stop, chunk.rows) == (8, 32, 6)
    count(chunk)
    keep.half = True
    keep(chunk)
    assert (chunk.start, chunk.stop, chunk.rows) == (8, 20, 3)
    count(chunk)
    assert count.rows == 9
    assert keep.max_len(24) == 24 and keep.headroom(24) == keep.tailroom(24) == 0


def test_channels():
    for kind in (Keep, Count):
        for wrong in (0, -1, 32768, 65537):
            refuses("channels", ValueError, kind, wrong)
        assert kind(32767).channels == 32767


def test_wrong_arguments_change_nothing():
    data = Random(3).bytes(24)
    keep, count = Keep(2), Count(2)
    out = Guarded(24)
    out.view[:] = b"\xee" * 24
    odd = Guarded(24, at=1)
    for source in (None, 5, "text", [1, 2], 1.5):
        refuses("src", TypeError, keep.apply_into, source, out.view)
        refuses("src", TypeError, count.update, source)
    for target in (None, 5, "text" * 6, [0] * 24, bytes(24), memoryview(bytes(24))):
        refuses("dst", TypeError, keep.apply_into, data, target)
    if not MICROPYTHON:  # which tells nothing of items
        for source in (array("b", data[:6]), memoryview(data).cast("c"), memoryview(data)[::2]):
            refuses("src", TypeError, keep.apply_into, source, out.view)
        for target in (array("b", bytes(24)), out.view.cast("c"), memoryview(bytearray(48))[::2]):
            refuses("dst", TypeError, keep.apply_into, data, target)
        refuses("src", TypeError, keep.apply_into, array("h", data), out.view)
        refuses("src", TypeError, count.update, array("h", data))
        refuses("dst", TypeError, keep.apply_into, data, array("h", data))
    for n in (1, 2, 3, 22, 23):
        refuses("src", ValueError, keep.apply_into, data[:n], out.view)
        refuses("src", ValueError, count.update, data[:n])
    refuses("dst", ValueError, keep.apply_into, data, out.view[:23])
    refuses("src", ValueError, keep.apply_into, odd.view, out.view)
    refuses("dst", ValueError, keep.apply_into, data, odd.view)
    refuses("src", ValueError, count.update, odd.view)
    assert out.view == b"\xee" * 24 and out.intact() and odd.intact() and not count.rows


def test_overlaps():
    memory = memoryview(Random(4).bytes(80))
    for shift in range(-24, 26, 2):
        before = bytes(memory)
        source, out = memory[30 + shift : 50 + shift], memory[30:50]
        if -20 < shift < 20 and shift:
            refuses("dst", ValueError, Keep(1).apply_into, source, out)
            assert memory == before
        else:
            assert Keep(1).apply_into(source, out) == 20


def test_a_chunk_that_is_refused_stays():
    memory = Random(5).bytes(25)
    before = bytes(memory)
    for start, stop in ((1, 25), (0, 23)):
        chunk = Chunk(memory).set(start, stop)
        for stage in (Keep(3), Count(3)):
            refuses("src", ValueError, stage, chunk)
        assert memory == before and (chunk.start, chunk.stop, chunk.rows) == (start, stop, 0)
