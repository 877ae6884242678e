"""blockpack: rows of int16 samples in as few bits as their differences need.

    pack = Blockpack(channels=9)
    n = pack.encode_into(rows, out)
    pack.decode_into(out[:n], rows)

    row 0, absolute | widths | rows 1 to 8 | widths | rows 9 to 16 | …        widths: 4 bits a channel

The format is ours; docs/wire-format.md describes it.
"""

from memchunk import kernels
from memchunk.codecs.checks import check_into, size_of, writable
from memchunk.codecs import Codec
from memchunk.errors import DecodeError


class Blockpack(Codec):
    """For rows of `channels` (1 to 255) little-endian int16. Raises ValueError("channels").

    Allocates: itself. IRQ-safe: no.
    """

    enc = 1  # in a frame

    def __init__(self, channels):
        if not 1 <= channels <= 255:
            raise ValueError("channels: 1 to 255")
        self.channels = channels

    def max_len(self, size):
        """The most that `size` bytes become: all sixteen bits, and the widths. Allocates: 0 B. IRQ-safe: yes."""
        return size + self._widths(size)

    def headroom(self, size):
        """Bytes needed in front: the widths, and one row that the differences start from.

        Allocates: 0 B. IRQ-safe: yes.
        """
        return self._widths(size) + min(size, 2 * self.channels)

    def encode_into(self, src, dst):
        """Pack the rows of `src` into `dst`; returns the bytes written.

        `dst` has room for max_len(len(src)). Raises ValueError for part of a row or an odd address of
        `src`; other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        rows = self._rows(n, "src")
        check_into(src, dst, self.max_len(n), self.headroom(n))
        return _aligned(kernels.blockpack.pack(src, dst, rows, self.channels), "src")

    def decode_into(self, src, dst, rows=None):
        """Unpack `src` into `rows` rows at the start of `dst` (by default all of it); returns the bytes written.

        Raises DecodeError if `src` is not exactly so many rows; ValueError for part of a row or an odd
        address of `dst`; other errors: see `check_into`. Nothing is written after an error.
        Allocates: 0 B. IRQ-safe: yes.
        """
        size_of(src)
        writable(dst, "dst")
        if rows is None:
            rows = self._rows(len(dst), "dst")
        if rows < 0:
            raise ValueError("rows: negative")
        n = 2 * rows * self.channels
        check_into(src, dst, n, n)
        self._check_packed(src, rows)
        _aligned(kernels.unblockpack.unpack(src, dst, rows, self.channels), "dst")
        return n

    def encode(self, chunk):
        """Pack a chunk in place; its `rows` and `enc` tell what it holds.

        Raises ValueError for part of a row, or without the headroom; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        rows = self._rows(n, "chunk")
        start = chunk.start - self.headroom(n)
        room = chunk.window(start, chunk.stop)
        n = _aligned(kernels.blockpack.pack(chunk.view, room, rows, self.channels), "chunk")
        chunk.set(start, start + n)
        chunk.rows = rows
        chunk.enc = self.enc

    def decode(self, chunk):
        """Unpack a chunk of `chunk.rows` rows into the room in front of it.

        Raises DecodeError if it is not exactly so many rows, ValueError without the headroom (two bytes a
        sample, and one to reach an even address); nothing changes. Allocates: 0 B. IRQ-safe: yes.
        """
        n = 2 * chunk.rows * self.channels
        start = chunk.start - n & ~1
        room = chunk.window(start, start + n)
        view = chunk.view
        self._check_packed(view, chunk.rows)
        _aligned(kernels.unblockpack.unpack(view, room, chunk.rows, self.channels), "chunk")
        chunk.set(start, start + n)
        chunk.enc = 0

    def _rows(self, n, name):
        if n % (2 * self.channels):
            raise ValueError(name + ": not whole rows")
        return n // (2 * self.channels)

    def _widths(self, size):
        rows = size // (2 * self.channels)
        return (rows + 6) // 8 * (self.channels + 1 >> 1)

    def _check_packed(self, src, rows):
        if kernels.unblockpack.packed_len(src, len(src), rows, self.channels) != len(src):
            raise DecodeError("blockpack: %d bytes are not %d rows" % (len(src), rows))


def _aligned(result, name):
    if result < 0:
        raise ValueError(name + ": at an odd address")
    return result
