"""CborWriter: CBOR (RFC 8949) items of every kind that sensors send, one after another into a buffer.

    out = CborWriter(buf)
    out.map(2)
    out.text("t"); out.float16(21.5)
    out.text("x"); out.typed("h", rows)         # int16, tag 77
    message = buf[: out.size]

`codecs.cbor` has what frames need of it: heads, integers, strings.
"""

from struct import pack_into

from memchunk.codecs import cbor, size_of
from memchunk.codecs.cbor import BYTES, OTHER
from memchunk.codecs.cbor_typed import size_of_element, tag_of

_INFINITY = float("inf")
_MINUS = -_INFINITY
_BEYOND = (1 << 128) - (1 << 103)  # the tie between the largest float32 and 2^128, which would be the next
_BELOW = -_BEYOND


class CborWriter(cbor.CborWriter):
    """Writes items into `buf`; `size` is how far it got. Of arrays and maps the head is written, then each item.

    Every method raises ValueError("buf") when the item does not fit; `size` then stands.
    Raises TypeError("buf") unless that is writable bytes. Allocates: itself, two views, eight bytes. IRQ-safe: no.
    """

    def __init__(self, buf):
        super().__init__(buf)
        self._double = bytearray(8)

    def bool(self, value):
        """True or false. Allocates: 0 B. IRQ-safe: yes."""
        self.head(OTHER, 21 if value else 20)

    def null(self):
        """Null. Allocates: 0 B. IRQ-safe: yes."""
        self.head(OTHER, 22)

    def undefined(self):
        """Undefined. Allocates: 0 B. IRQ-safe: yes."""
        self.head(OTHER, 23)

    def float16(self, value):
        """A number in two bytes: the nearest, ties to even, and infinity from 65520 on.

        Raises TypeError("value") for what is no number, ValueError("value") for an integer beyond 64 bits.
        Allocates: 0 B. IRQ-safe: no.
        """
        _check(value)
        pack_into(">d", self._double, 0, value)
        pack_into(">BH", self._buf, self._take(3), 0xF9, _half(self._double))

    def float32(self, value):
        """A number in four bytes: the nearest, ties to even, and infinity beyond them.

        Raises TypeError("value") for what is no number, ValueError("value") for an integer beyond 64 bits.
        Allocates: 0 B. IRQ-safe: no.
        """
        _check(value)
        if value >= _BEYOND:  # CPython refuses to make it infinity
            value = _INFINITY
        elif value <= _BELOW:
            value = _MINUS
        pack_into(">Bf", self._buf, self._take(5), 0xFA, value)

    def float64(self, value):
        """A number in eight bytes. Errors as of `float32`.

        Allocates: 0 B. IRQ-safe: no.
        """
        _check(value)
        pack_into(">Bd", self._buf, self._take(9), 0xFB, value)

    def typed(self, typecode, src):
        """A typed array (RFC 8746): the bytes of `src`, which are little-endian elements of `typecode`.

        Raises ValueError("typecode") unless it is one of BHIQbhiqefd, ("src") for part of an element,
        TypeError("src") for what is not bytes. Allocates: 0 B. IRQ-safe: no.
        """
        tag = tag_of(typecode)
        n = size_of(src)
        if n % size_of_element(tag):
            raise ValueError("src: part of an element")
        at = self._fit(n, 3)  # behind the tag, which shall not stand there alone
        self._put(at, n, src)
        self.tag(tag)
        self.head(BYTES, n)
        self.size += n


def _check(value):
    if isinstance(value, int):
        if not -0x10000000000000000 <= value <= 0xFFFFFFFFFFFFFFFF:
            raise ValueError("value: -2^64 to 2^64 - 1")
    elif not isinstance(value, float):
        raise TypeError("value: not a number")


def _half(double):
    """The bits of the nearest float16, ties to even (IEEE 754-2019, 3.6 and 4.3.1), from a big-endian double's.

    From the double, whatever a float is here: rounded to a float32 before, it could come to lie on a tie.
    """
    exponent = ((double[0] & 0x7F) << 4 | double[1] >> 4) - 1008  # 1023 is the bias there, 15 here
    bits = (double[1] & 15) << 16 | double[2] << 8 | double[3]  # 20 of 52; of the rest only whether it is 0
    rest = double[4] | double[5] | double[6] | double[7]
    if exponent > 1038:
        bits = 0x7E00 if bits | rest else 0x7C00  # not a number, or infinity
    elif exponent > 30:
        bits = 0x7C00
    else:
        bits = _rounded(exponent, bits | 1 << 20, rest)
    return (double[0] & 0x80) << 8 | bits


def _rounded(exponent, bits, rest):
    shift = 10
    if exponent < 1:  # below the smallest that has its leading bit
        shift = min(11 - exponent, 22)
        exponent = 1
    half = (exponent - 1 << 10) + (bits >> shift)
    over = bits & (1 << shift) - 1
    tie = 1 << shift - 1
    if over > tie or over == tie and (rest or half & 1):
        half += 1  # the carry goes where it should: into the exponent, up to infinity
    return half
