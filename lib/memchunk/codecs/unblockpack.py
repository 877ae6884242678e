"""Rows of int16 samples out of their blockpack: see `Blockpack`.

    n = Unblockpack(channels=9).decode_into(packed, rows)
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of, writable
from memchunk.codecs.blockpack import Blockpack
from memchunk.errors import DecodeError


class Unblockpack(Blockpack):
    """Blockpack both ways, for rows of `channels` (1 to 255) little-endian int16; as a stage it decodes.

    Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, channels):
        super().__init__(channels)
        self._most = 0
        self._packed_len = kernels.unblockpack.packed_len
        self._kernel = kernels.unblockpack.unpack

    def __call__(self, chunk):
        """`decode(chunk)`. Allocates: 0 B. IRQ-safe: yes."""
        self.decode(chunk)

    def plan(self, rows, size, enc):
        """As a stage of a pipeline: up to `rows` rows will come out. Allocates: 0 B. IRQ-safe: no."""
        self._most = rows * self.row_size
        self.enc = 0

    def headroom(self, size):
        """As Blockpack's; of a stage that was planned, for decoding. Allocates: 0 B. IRQ-safe: yes."""
        return self._most + 1 if self._most else super().headroom(size)

    def max_len(self, size):
        """As Blockpack's; of a stage that was planned, no less than it may decode to.

        Allocates: 0 B. IRQ-safe: yes.
        """
        return max(self._most, super().max_len(size))

    def decode_into(self, src, dst, rows=None):
        """Unpack `src` into `rows` rows at the start of `dst` (by default all of it); returns the bytes written.

        Raises DecodeError if `src` is not exactly so many rows; TypeError("rows") for what is no integer, ValueError
        for part of a row or an odd address of `dst`; other errors: see `check_into`. Nothing is written after an
        error. Allocates: 0 B. IRQ-safe: yes.
        """
        size_of(src)
        writable(dst, "dst")
        if rows is None:
            rows = self._rows(len(dst), dst, "dst")
        self._check(src, rows)
        n = rows * self.row_size
        check_into(src, dst, n, n)
        self._unpack(src, dst, rows)
        return n

    def decode(self, chunk):
        """Unpack a chunk of `chunk.rows` rows into the room in front of it.

        Raises DecodeError if it is not exactly so many rows, ValueError without the headroom (two bytes a
        sample, and one to reach an even address); nothing changes. Allocates: 0 B. IRQ-safe: yes.
        """
        rows = chunk.rows
        self._check(chunk.view, rows)
        n = rows * self.row_size
        start = chunk.start - n & ~1
        room = chunk.window(start, start + n)
        self._unpack(chunk.view, room, rows)
        chunk.set(start, start + n)
        chunk.enc = 0

    def _check(self, src, rows):
        """Before anything is held to the room: a count of rows from outside may be any."""
        if not isinstance(rows, int):
            raise TypeError("rows")
        if rows < 0:
            raise ValueError("rows: negative")
        n = -1
        if rows - 1 <= 8 * len(src):  # a byte or more for each eight; the kernel counts in 32 bits
            n = self._packed_len(src, len(src), rows, self.channels)
        if n != len(src):
            if n < 0:
                n = self._place(src, rows)
            raise _error(len(src), rows, n)

    def _place(self, src, many):
        """Where the first row that is cut off starts, or the first block that is broken; `many` rows are too many."""
        few = 0
        many = min(many, 8 * len(src) + 2)
        while many - few > 1:
            if self._packed_len(src, len(src), few + many >> 1, self.channels) < 0:
                many = few + many >> 1
            else:
                few = few + many >> 1
        return self._packed_len(src, len(src), few, self.channels)

    def _unpack(self, src, dst, rows):
        self._rows(0, dst, "dst")
        self._kernel(src, dst, rows, self.channels)


def _error(size, rows, place):
    return DecodeError("blockpack: %d bytes are not %d rows, broken at byte %d" % (size, rows, place))
