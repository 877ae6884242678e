"""Unsigned LEB128: seven bits a byte, the lowest first, and bit 7 where more follow."""


def encode16(src, dst, count):
    """`count` little-endian uint16 of `src` as 1 to 3 bytes each in `dst`; returns the length.

    In place: forward, if `dst` starts `count` bytes or more before `src`.
    """
    at = 0
    for i in range(0, 2 * count, 2):
        value = src[i] | src[i + 1] << 8
        while value > 127:
            dst[at] = value & 127 | 128
            value >>= 7
            at += 1
        dst[at] = value
        at += 1
    return at


def encode32(src, dst, count):
    """The same for uint32, as 1 to 5 bytes each."""
    at = 0
    for i in range(0, 4 * count, 4):
        value = src[i] | src[i + 1] << 8 | src[i + 2] << 16
        high = src[i + 3] << 17  # comes in once seven bits are out: below 2^30, a small int
        while value > 127 or high:
            dst[at] = value & 127 | 128
            value = value >> 7 | high
            high = 0
            at += 1
        dst[at] = value
        at += 1
    return at
