"""What the codecs that write text share: a kernel of four arguments, forward, and the room in front that it needs.

class Hex(Text):
    def __init__(self):
        super().__init__(kernels.hex.to_hex, b"0123456789abcdef")
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of
from memchunk.codecs.codec import Codec
from memchunk.errors import DecodeError


class Text(Codec):
    """`encode(src, n, dst, table)` returns the length. Allocates: itself. IRQ-safe: no."""

    def __init__(self, encode, table):
        self._encode = encode
        self._table = table
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def max_len(self, size):
        """The most that `size` bytes become. Allocates: 0 B. IRQ-safe: yes."""
        return size + self.headroom(size)

    def encode_into(self, src, dst):
        """Write the bytes of `src` as text into `dst`; returns how many characters.

        Errors: see `check_into`; `dst` has room for max_len(len(src)). Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, self.max_len(n), self.headroom(n))
        return self._encode(src, n, dst, self._table)

    def encode(self, chunk):
        """Turn a chunk into text in place.

        Raises ValueError without the headroom; nothing changes. Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        start = chunk.start - self.headroom(n)
        room = chunk.window(start, chunk.stop)
        n = self._encode(chunk.view, n, room, self._table)
        chunk.set(start, start + n)

    def decode(self, chunk):
        """Turn a chunk's text back into bytes in place.

        Raises DecodeError as `decode_into`; the chunk's bytes are then partly decoded.
        Allocates: 0 B. IRQ-safe: yes.
        """
        view = chunk.view
        n = self.decode_into(view, view)  # type: ignore[attr-defined]
        chunk.set(chunk.start, chunk.start + n)


def checked(length, name):
    """`length`, as a kernel returned it. Raises DecodeError if it is -1 - (a place). Allocates: 0 B. IRQ-safe: yes."""
    if length < 0:
        raise DecodeError("%s: broken at byte %d" % (name, -1 - length))
    return length
