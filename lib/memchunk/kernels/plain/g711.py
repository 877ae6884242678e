"""ITU-T G.711: little-endian int16 in eight bits, and back.

A code is a sign, a segment of three bits and a place in it of four; each segment is twice as coarse as the one below.
In place: `ulaw` and `alaw` forward, if `dst` starts at `src` or before it; back, `count` bytes or more before it.
"""

_BIAS = 33  # of 14 bits: segment s begins at 32 << s, less this
_CLIP = 8158  # with the bias 13 bits


def ulaw(src, dst, count):
    """`count` int16 of `src`, of which µ-law takes the upper 14 bits, as codes in `dst`."""
    for i in range(count):
        value = _signed(src, 2 * i) >> 2
        sign = 0xFF if value >= 0 else 0x7F
        value = min(abs(value), _CLIP) + _BIAS
        segment = _bits(value >> 6)
        dst[i] = (segment << 4 | value >> segment + 1 & 15) ^ sign


def unulaw(src, dst, count):
    """`count` codes of `src` as int16 in `dst`."""
    for i in range(count):
        code = src[i] ^ 0xFF
        value = ((code & 15) * 2 + _BIAS << (code >> 4 & 7)) - _BIAS << 2
        _put(dst, 2 * i, -value if code & 0x80 else value)


def alaw(src, dst, count):
    """`count` int16 of `src`, of which A-law takes the upper 13 bits, as codes in `dst`."""
    for i in range(count):
        value = _signed(src, 2 * i) >> 3
        sign = 0xD5 if value >= 0 else 0x55
        if value < 0:
            value = -1 - value
        segment = _bits(value >> 5)
        dst[i] = (segment << 4 | value >> (segment or 1) & 15) ^ sign


def unalaw(src, dst, count):
    """`count` codes of `src` as int16 in `dst`."""
    for i in range(count):
        code = src[i] ^ 0x55
        segment = code >> 4 & 7
        value = (code & 15) << 4 | 8
        if segment:
            value = value + 0x100 << segment - 1
        _put(dst, 2 * i, value if code & 0x80 else -value)


def _signed(buf, at):
    value = buf[at] | buf[at + 1] << 8
    return value - 65536 if value & 0x8000 else value


def _put(dst, at, value):
    dst[at] = value & 0xFF
    dst[at + 1] = value >> 8 & 0xFF


def _bits(value):
    """How many `value` has."""
    count = 0
    while value:
        value >>= 1
        count += 1
    return count
