"""COBS: bytes without a zero, so that a zero can end them.

    cobs = Cobs()
    n = cobs.encode_into(b"a\\0b", out)          # 02 61 02 62
    cobs.encode(chunk)                          # in place

Cheshire and Baker, "Consistent Overhead Byte Stuffing", IEEE/ACM Transactions on Networking 7(2), 1999,
section III. The delimiter is not part of it: see `Frame`.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of
from memchunk.codecs.codec import Codec
from memchunk.errors import DecodeError


class Cobs(Codec):
    """One byte of overhead, and one more for each 254 bytes without a zero.

    Allocates: itself. IRQ-safe: no.
    """

    _name = "COBS"

    def __init__(self):
        self._encode = kernels.link.stuff
        self._decode = kernels.unlink.unstuff
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def headroom(self, size):
        """Bytes needed in front: the most that stuffing adds. Allocates: 0 B. IRQ-safe: yes."""
        return (size + 253) // 254 or 1

    def max_len(self, size):
        """The most that `size` bytes become. Allocates: 0 B. IRQ-safe: yes."""
        return size + self.headroom(size)

    def encode_into(self, src, dst):
        """Stuff the bytes of `src` into `dst`; returns how many bytes were written.

        Errors: see `check_into`; `dst` has room for max_len(len(src)). Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, self.max_len(n), self.headroom(n))
        return self._encode(src, n, dst)

    def decode_into(self, src, dst):
        """Unstuff `src`, a frame without its delimiter, into `dst`; returns how many bytes were written.

        `dst` has room for len(src) - 1 bytes, and may be `src`. Raises DecodeError where the format is
        broken (`dst` then holds what came before); other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, n - 1, 0)
        return self._checked(self._decode(src, n, dst), n)

    def encode(self, chunk):
        """Stuff a chunk in place. Raises ValueError without the headroom. Allocates: 0 B. IRQ-safe: yes."""
        n = chunk.stop - chunk.start
        start = chunk.start - self.headroom(n)
        room = chunk.window(start, chunk.stop)
        n = self._encode(chunk.view, n, room)
        chunk.set(start, start + n)

    def decode(self, chunk):
        """Unstuff a chunk in place.

        Raises DecodeError where the format is broken; the chunk's bytes are then partly decoded.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        view = chunk.view
        n = self._checked(self._decode(view, n, view), n)
        chunk.set(chunk.start, chunk.start + n)

    def _checked(self, length, n):
        if length < 0 or not n:
            raise DecodeError("%s: broken at byte %d" % (self._name, -1 - length if n else 0))
        return length
