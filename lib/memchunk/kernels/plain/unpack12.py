"""Samples of 12 bits out of two in three bytes: see `pack12`.

`sign` is 0x800 for signed samples, 0 for others. In place: forward, if `dst` starts `count // 2` bytes or more
before `src`.
"""


def little(src, dst, count, sign):
    """Unpack `count` samples into little-endian words of 16 bits at `dst`."""
    at = 0
    for i in range(0, 2 * count - 2, 4):
        middle, high = src[at + 1], src[at + 2]
        _put(dst, i, src[at] | (middle & 15) << 8, sign)
        _put(dst, i + 2, middle >> 4 | high << 4, sign)
        at += 3
    if count & 1:
        _put(dst, 2 * count - 2, src[at] | (src[at + 1] & 15) << 8, sign)


def mipi(src, dst, count, sign):
    """The same from the order of MIPI CSI-2's RAW12."""
    at = 0
    for i in range(0, 2 * count - 2, 4):
        second, low = src[at + 1], src[at + 2]
        _put(dst, i, src[at] << 4 | low & 15, sign)
        _put(dst, i + 2, second << 4 | low >> 4, sign)
        at += 3
    if count & 1:
        _put(dst, 2 * count - 2, src[at] << 4 | src[at + 1] & 15, sign)


def _put(dst, at, value, sign):
    value = (value ^ sign) - sign
    dst[at] = value & 0xFF
    dst[at + 1] = value >> 8 & 0xFF
