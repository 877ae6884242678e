"""Rice coding: rows of int16 samples in the fewest bits that this library knows.

    n = Rice(channels=9).encode_into(rows, out)

    row 0, absolute | parameters, 4 bits a channel | differences, a quotient in unary and a remainder each

As FLAC codes its residual (RFC 9639, section 9.2.7), with a parameter a channel instead of one a partition;
docs/wire-format.md, section "rice", describes the format. Which parameters are best is found before the first byte
is written. `Unrice` is the way back: a device that only sends need not carry it.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of


class Rice:
    """For chunks of rows of `channels` (1 to 255) little-endian int16, each of which stands alone.

    Raises ValueError("channels"). Allocates: itself and a byte for two channels. IRQ-safe: no.
    """

    enc = 2  # in a frame

    def __init__(self, channels):
        if not 1 <= channels <= 255:
            raise ValueError("channels")
        self.channels = channels
        self.row_size = 2 * channels
        self._widths = channels + 1 >> 1
        self._state = bytearray(1 + self._widths)
        self._state[0] = channels
        self._choose = kernels.rice.choose
        self._pack = kernels.rice.pack
        self._odd = kernels.memory.misaligned

    def max_len(self, size):
        """The most that `size` bytes become: all sixteen bits, and the parameters. Allocates: 0 B. IRQ-safe: yes."""
        return size + self._widths if size > self.row_size else size

    def headroom(self, size):
        """Bytes needed in front: docs/wire-format.md, "rice", "Room". Allocates: 0 B. IRQ-safe: yes."""
        row = self.row_size
        return self._widths + row + 3 * (size - row) // 8 if size > row else size

    def tailroom(self, size):
        """None. Allocates: 0 B. IRQ-safe: yes."""
        return 0

    def encode_into(self, src, dst):
        """Pack the rows of `src` into `dst`; returns the bytes written.

        `dst` has room for what they become, which is up to max_len(len(src)). Raises ValueError for part of a
        row or an odd address of `src`; other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        rows = self._rows(size_of(src), src, "src")
        self._size(src, dst, rows)
        return self._pack(src, dst, rows, self._state)

    def encode(self, chunk):
        """Pack a chunk in place; its `rows` and `enc` tell what it holds.

        Raises ValueError for part of a row or an odd address, or without the headroom; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        start = chunk.start - self.headroom(n)
        room = chunk.window(start, chunk.stop)
        n = self._rows(n, chunk.view, "chunk")
        self._choose(chunk.view, n, self._state)
        chunk.rows = n
        n = self._pack(chunk.view, room, n, self._state)
        chunk.set(start, start + n)
        chunk.enc = Rice.enc

    __call__ = encode

    def _size(self, src, dst, rows):
        gap = self.headroom(rows * self.row_size)
        n = self._choose(src, rows, self._state)
        check_into(src, dst, n, gap)

    def _rows(self, n, buf, name):
        if n % self.row_size:
            raise ValueError(name + ": part row")
        if self._odd(buf):
            raise ValueError(name + ": odd address")
        return n // self.row_size
