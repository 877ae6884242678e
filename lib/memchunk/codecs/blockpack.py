"""blockpack: rows of int16 samples in as few bits as their differences need.

    n = Blockpack(channels=9).encode_into(rows, out)

    row 0, absolute | widths | rows 1 to 8 | widths | rows 9 to 16 | …        widths: 4 bits a channel

The format is ours; docs/wire-format.md describes it. `Unblockpack` is the way back: a device that only sends
need not carry it.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of


class Blockpack:
    """For rows of `channels` (1 to 255) little-endian int16. Raises ValueError("channels").

    Allocates: itself. IRQ-safe: no.
    """

    enc = 1  # in a frame

    def __init__(self, channels):
        if not 1 <= channels <= 255:
            raise ValueError("channels")
        self.channels = channels
        self.row_size = 2 * channels
        self._pack = kernels.blockpack.pack
        self._odd = kernels.memory.misaligned

    def max_len(self, size):
        """The most that `size` bytes become: all sixteen bits, and the widths. Allocates: 0 B. IRQ-safe: yes."""
        return size + (size // self.row_size + 6) // 8 * (self.channels + 1 >> 1)

    def headroom(self, size):
        """Bytes needed in front: the widths, and one row that the differences start from.

        Allocates: 0 B. IRQ-safe: yes.
        """
        return self.max_len(size) - size + min(size, self.row_size)

    def tailroom(self, size):
        """None. Allocates: 0 B. IRQ-safe: yes."""
        return 0

    def encode_into(self, src, dst):
        """Pack the rows of `src` into `dst`; returns the bytes written.

        `dst` has room for max_len(len(src)). Raises ValueError for part of a row or an odd address of
        `src`; other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        gap = self.headroom(n)
        check_into(src, dst, self.max_len(n), gap)
        n = self._rows(n, src, "src")
        return self._pack(src, dst, n, self.channels)

    def encode(self, chunk):
        """Pack a chunk in place; its `rows` and `enc` tell what it holds.

        Raises ValueError for part of a row or an odd address, or without the headroom; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        start = chunk.start - self.headroom(n)
        room = chunk.window(start, chunk.stop)
        chunk.rows = self._rows(n, chunk.view, "chunk")
        n = self._pack(chunk.view, room, chunk.rows, self.channels)
        chunk.set(start, start + n)
        chunk.enc = Blockpack.enc

    __call__ = encode

    def _rows(self, n, buf, name):
        if n % self.row_size:
            raise ValueError(name + ": part row")
        if self._odd(buf):
            raise ValueError(name + ": odd address")
        return n // self.row_size
