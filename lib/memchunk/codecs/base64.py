"""Base64: four digits for three bytes, and both ways for what comes in any pieces.

    Base64().encode_into(b"\\xfb\\xff", out)     # +/8=
    Base64(urlsafe=True, padding=False)         # -_8
    encoder = Base64Encoder()
    n = encoder.encode_into(piece, out)         # as often as there are pieces
    n = encoder.finish(out)                     # and what is left

S. Josefsson, "The Base16, Base32, and Base64 Data Encodings", RFC 4648, 2006, sections 4 and 5 (`urlsafe`), padding
section 3.2. The decoders are strict, section 3.3: no line ends, nothing behind padding, and section 3.5: no bits that
are left over.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of, writable
from memchunk.codecs.text import Text, checked
from memchunk.errors import DecodeError

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_PAD = 61  # "="
_NOTHING = b""
_ENCODER_LAST, _ENCODER_PAD, _DIGITS = 3, 4, 5  # places in the states; see the plain kernels
_LAST, _PADDING, _ENDED, _VALUES = 4, 5, 6, 7


def _alphabet(urlsafe):
    return _LETTERS + (b"-_" if urlsafe else b"+/")


def _encoder(alphabet, padding, last):
    state = bytearray(_DIGITS)
    state[_ENCODER_LAST] = last
    state[_ENCODER_PAD] = _PAD if padding else 0
    return state + alphabet


def _decoder(alphabet, padding, last):
    state = bytearray(_VALUES) + b"\xff" * 128
    state[_LAST] = last
    state[_PADDING] = _PAD if padding else 0
    for value in range(64):
        state[_VALUES + alphabet[value]] = value
    return state


class Base64(Text):
    """`urlsafe` has - and _ where else + and / are; with `padding` each length is a multiple of four.

    Allocates: itself and 204 bytes. IRQ-safe: no.
    """

    def __init__(self, urlsafe=False, padding=True):
        super().__init__(kernels.base64.to_base64, _encoder(_alphabet(urlsafe), padding, 1))
        self._padding = padding
        self._decode = kernels.unbase64.from_base64
        self._state = _decoder(_alphabet(urlsafe), padding, 1)

    def headroom(self, size):
        """Bytes needed in front, by a payload of `size` or less. Allocates: 0 B. IRQ-safe: yes."""
        return (size + 2) // 3 + (2 if size and self._padding else 0)

    def max_len(self, size):
        """What `size` bytes become. Allocates: 0 B. IRQ-safe: yes."""
        return (size + 2) // 3 * 4 if self._padding else size + (size + 2) // 3

    def decode_into(self, src, dst):
        """Read the digits of `src` into `dst`; returns how many bytes were written.

        `dst` has room for them (three for four digits), and may be `src`. Raises DecodeError for a character
        that does not belong there, bits left over (`dst` then holds what came before), and a length that
        cannot be (nothing is written); other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, self._size(src, n), 0)
        if n % 4 == 1 or self._padding and n % 4:
            raise DecodeError("base64: broken at byte %d" % n)
        return checked(self._decode(src, n, dst, self._state), "base64")

    def _size(self, src, n):
        """Bytes that `n` digits are, less what the padding at their end leaves out."""
        size = n * 3 >> 2
        if self._padding and n > 1 and src[n - 1] == _PAD:
            size -= 2 if src[n - 2] == _PAD else 1
        return size


class Base64Encoder:
    """Bytes in any pieces: up to two of them wait for the next. Arguments as of Base64.

    Allocates: itself and 69 bytes. IRQ-safe: no.
    """

    def __init__(self, urlsafe=False, padding=True):
        self._encode = kernels.base64.to_base64
        self._state = _encoder(_alphabet(urlsafe), padding, 0)
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def encode_into(self, src, dst):
        """Carry on with `src`; returns how many digits were written to `dst`, a multiple of four.

        `dst` has room for (len(src) + 2) // 3 * 4. Errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: no.
        """
        n = size_of(src)
        check_into(src, dst, (n + 2) // 3 * 4, (n + 2) // 3 + 2)
        return self._encode(src, n, dst, self._state)

    def finish(self, dst):
        """Write what waits, and the padding; returns how many digits. Then all starts anew.

        `dst` has room for four. Raises TypeError("dst"), ValueError("dst"). Allocates: 0 B. IRQ-safe: no.
        """
        return _finish(self._encode, dst, self._state, _ENCODER_LAST)

    def reset(self):
        """Start anew. Allocates: 0 B. IRQ-safe: no."""
        self._state[0] = self._state[1] = self._state[2] = 0


class Base64Decoder:
    """Digits in any pieces: up to three of them wait for the next. Arguments as of Base64.

    Allocates: itself and 135 bytes. IRQ-safe: no.
    """

    def __init__(self, urlsafe=False, padding=True):
        self._decode = kernels.unbase64.from_base64
        self._state = _decoder(_alphabet(urlsafe), padding, 0)
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def decode_into(self, src, dst):
        """Read on in `src`; returns how many bytes were written to `dst`.

        `dst` has room for (len(src) + 3) * 3 // 4. Raises DecodeError as Base64, with the place in this piece (`dst`
        then holds what came before); all starts anew. Other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: no.
        """
        n = size_of(src)
        check_into(src, dst, (n + 3) * 3 >> 2, 2)
        n = self._decode(src, n, dst, self._state)
        if n < 0:
            self.reset()
        return checked(n, "base64")

    def finish(self, dst):
        """That was all: write what waits (without padding that is two bytes at most); returns how many.

        `dst` has room for four. Raises DecodeError if it ends too early or has bits left over, its place that of a
        piece which would follow: 0; TypeError("dst"), ValueError("dst"). All starts anew.
        Allocates: 0 B. IRQ-safe: no.
        """
        n = _finish(self._decode, dst, self._state, _LAST)
        if n < 0:
            self.reset()
            raise DecodeError("base64: ends early, or with bits left over, at byte 0")
        return n

    def reset(self):
        """Start anew. Allocates: 0 B. IRQ-safe: no."""
        state = self._state
        state[0] = state[1] = state[2] = state[3] = state[_ENDED] = 0


def _finish(kernel, dst, state, last):
    writable(dst, "dst")
    if len(dst) < 4:
        raise ValueError("dst: short")
    state[last] = 1
    n = kernel(_NOTHING, 0, dst, state)
    state[last] = 0
    return n
