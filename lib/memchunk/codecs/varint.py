"""Varint: small unsigned numbers in few bytes, unsigned LEB128.

    chain = [Delta(3), Zigzag(), Varint()]      # stages of a pipeline
    n = Varint().encode_into(numbers, out)      # 1, 300 to 01 ac 02

DWARF Debugging Information Format, version 5, section 7.6; Protocol Buffers call it varint. A value stands alone,
so that what was encoded in pieces may be joined. The decoder takes each value in one form only, the shortest.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of, writable
from memchunk.codecs.codec import Codec
from memchunk.errors import DecodeError


class Varint(Codec):
    """For little-endian uint16, as 1 to 3 bytes, or with `itemsize` 4 uint32, as 1 to 5; at even addresses.

    Raises ValueError("itemsize"). Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, itemsize=2):
        if itemsize != 2 and itemsize != 4:
            raise ValueError("itemsize: 2 or 4")
        self.itemsize = itemsize
        self._values = kernels.unvarint.values
        self._odd = kernels.memory.misaligned
        if itemsize == 2:
            self._encode = kernels.varint.encode16
            self._decode = kernels.unvarint.decode16
        else:
            self._encode = kernels.varint.encode32
            self._decode = kernels.unvarint.decode32

    def headroom(self, size):
        """Bytes needed in front: one for each item. Allocates: 0 B. IRQ-safe: yes."""
        return size // self.itemsize

    def max_len(self, size):
        """The most that `size` bytes become: one more for each item. Allocates: 0 B. IRQ-safe: yes."""
        return size + size // self.itemsize

    def encode_into(self, src, dst):
        """The items of `src` into `dst`; returns the bytes written.

        `dst` has room for max_len(len(src)). Raises ValueError for part of an item or an odd address of
        `src`; other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        count = self._items(n, src, "src")
        check_into(src, dst, n + count, count)
        return self._encode(src, dst, count)

    def decode_into(self, src, dst):
        """The values of `src` into `dst`, which has room for all of them; returns the bytes written.

        Raises DecodeError where the bytes end within a value, and where a value is too large for an item or
        longer than need be: `dst` then holds those before it. Raises ValueError for an odd address of `dst`;
        other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        size_of(src)
        writable(dst, "dst")
        count = self._count(src)
        n = count * self.itemsize
        check_into(src, dst, n, n - count)
        self._items(0, dst, "dst")
        self._run(src, dst)
        return n

    def encode(self, chunk):
        """In place. Raises ValueError as `encode_into`, or without the headroom; nothing changes.

        Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._items(chunk.stop - chunk.start, chunk.view, "chunk")
        start = chunk.start - n
        room = chunk.window(start, chunk.stop)
        n = self._encode(chunk.view, room, n)
        chunk.set(start, start + n)

    def decode(self, chunk):
        """In place.

        Raises ValueError without the headroom (a byte a value, or three with `itemsize` 4, and one to reach an
        even address), DecodeError where the bytes end within a value: nothing changes. DecodeError for a value
        that is none: the chunk's bytes are then partly decoded. Allocates: 0 B. IRQ-safe: yes.
        """
        count = self._count(chunk.view)
        start = chunk.start - count * (self.itemsize - 1) & ~1
        room = chunk.window(start, chunk.stop)
        self._items(0, room, "chunk")
        self._run(chunk.view, room)
        chunk.set(start, start + count * self.itemsize)

    def _items(self, n, buf, name):
        if n % self.itemsize:
            raise ValueError(name + ": part item")
        if self._odd(buf):
            raise ValueError(name + ": odd address")
        return n // self.itemsize

    def _count(self, src):
        """Values in `src`; the last byte ends one."""
        n = len(src)
        if n and src[n - 1] > 127:
            raise DecodeError("varint: truncated at byte %d" % n)
        return self._values(src, n)

    def _run(self, src, dst):
        count = self._decode(src, len(src), dst)
        if count < 0:
            raise DecodeError("varint: broken at byte %d" % (-1 - count))
