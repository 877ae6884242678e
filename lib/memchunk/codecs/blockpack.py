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
        return size + (size // (2 * self.channels) + 6) // 8 * (self.channels + 1 >> 1)

    def headroom(self, size):
        """Bytes needed in front: the widths, and one row that the differences start from.

        Allocates: 0 B. IRQ-safe: yes.
        """
        return self.max_len(size) - size + min(size, 2 * self.channels)

    def encode_into(self, src, dst):
        """Pack the rows of `src` into `dst`; returns the bytes written.

        `dst` has room for max_len(len(src)). Raises ValueError for part of a row or an odd address of
        `src`; other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, self.max_len(n), self.headroom(n))
        return kernels.blockpack.pack(src, dst, self._rows(n, src, "src"), self.channels)

    def decode_into(self, src, dst, rows=None):
        """Unpack `src` into `rows` rows at the start of `dst` (by default all of it); returns the bytes written.

        Raises DecodeError if `src` is not exactly so many rows; ValueError for part of a row or an odd
        address of `dst`; other errors: see `check_into`. Nothing is written after an error.
        Allocates: 0 B. IRQ-safe: yes.
        """
        size_of(src)
        writable(dst, "dst")
        if rows is None:
            rows = self._rows(len(dst), dst, "dst")
        if rows < 0:
            raise ValueError("rows: negative")
        n = 2 * rows * self.channels
        check_into(src, dst, n, n)
        self._unpack(src, dst, rows)
        return n

    def encode(self, chunk):
        """Pack a chunk in place; its `rows` and `enc` tell what it holds.

        Raises ValueError for part of a row or an odd address, or without the headroom; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        start = chunk.start - self.headroom(n)
        room = chunk.window(start, chunk.stop)
        view = chunk.view
        rows = self._rows(n, view, "chunk")
        chunk.set(start, start + kernels.blockpack.pack(view, room, rows, self.channels))
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
        self._unpack(chunk.view, room, chunk.rows)
        chunk.set(start, start + n)
        chunk.enc = 0

    def _rows(self, n, buf, name):
        if n % (2 * self.channels):
            raise ValueError(name + ": not whole rows")
        if kernels.memory.misaligned(buf):
            raise ValueError(name + ": at an odd address")
        return n // (2 * self.channels)

    def _unpack(self, src, dst, rows):
        self._rows(0, dst, "dst")
        if kernels.unblockpack.packed_len(src, len(src), rows, self.channels) != len(src):
            raise DecodeError("blockpack: %d bytes are not %d rows" % (len(src), rows))
        kernels.unblockpack.unpack(src, dst, rows, self.channels)
