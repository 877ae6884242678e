"""Hex: two digits a byte, and the decoder of digits that come in any pieces.

    Hex().encode_into(b"\\x2a\\xff", out)        # 2aff
    decoder = HexDecoder()
    n = decoder.decode_into(b"2af", out)        # 1: 2a
    n = decoder.decode_into(b"f", out)          # 1: ff
    decoder.finish()

"base16" of S. Josefsson, "The Base16, Base32, and Base64 Data Encodings", RFC 4648, 2006, section 8; lower case
is read as well, and written unless `upper`.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of
from memchunk.codecs.text import Text, checked
from memchunk.errors import DecodeError

_NONE = 1  # the state of a decoder with no digit waiting


class Hex(Text):
    """Twice as long, without anything between the digits. Allocates: itself and a byte. IRQ-safe: no."""

    def __init__(self, upper=False):
        super().__init__(kernels.hex.to_hex, b"0123456789ABCDEF" if upper else b"0123456789abcdef")
        self._decode = kernels.unhex.from_hex
        self._state = bytearray((_NONE,))

    def headroom(self, size):
        """Bytes needed in front: as many again. Allocates: 0 B. IRQ-safe: yes."""
        return size

    def decode_into(self, src, dst):
        """Read the digits of `src`, of either case, into `dst`; returns how many bytes were written.

        `dst` has room for len(src) // 2 bytes, and may be `src`. Raises DecodeError for a character that is no
        digit (`dst` then holds what came before), and for an odd number of them (nothing is written); other
        errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, n >> 1, 0)
        if n & 1:
            raise DecodeError("hex: broken at byte %d" % n)
        return checked(self._decode(src, n, dst, self._state), "hex")


class HexDecoder:
    """Digits in any pieces: one without its other half waits. Allocates: itself and a byte. IRQ-safe: no."""

    def __init__(self):
        self._decode = kernels.unhex.from_hex
        self._state = bytearray((_NONE,))
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def decode_into(self, src, dst):
        """Read on in `src`; returns how many bytes were written to `dst`, which may be `src`.

        `dst` has room for (len(src) + 1) // 2 bytes. Raises DecodeError for a character that is no digit, with
        its place in this piece; `dst` then holds what came before, and nothing waits. Other errors: see
        `check_into`. Allocates: 0 B. IRQ-safe: no.
        """
        n = size_of(src)
        check_into(src, dst, n + 1 >> 1, 0)
        n = self._decode(src, n, dst, self._state)
        if n < 0:
            self.reset()
        return checked(n, "hex")

    def finish(self):
        """That was all. Raises DecodeError if a digit waits; it is dropped.

        The place in it is that of a piece which would follow: 0. Allocates: 0 B. IRQ-safe: no.
        """
        waits = self._state[0] != _NONE
        self.reset()
        if waits:
            raise DecodeError("hex: ends within a byte, at byte 0")

    def reset(self):
        """Start anew. Allocates: 0 B. IRQ-safe: no."""
        self._state[0] = _NONE
