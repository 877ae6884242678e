"""Unsigned LEB128: seven bits a byte, the lowest first, and bit 7 where more follow."""

import micropython


@micropython.viper
def encode16(src: ptr16, dst: ptr8, count: int) -> int:
    at = 0
    i = 0
    while i < count:
        value = src[i]
        i += 1
        while value > 127:
            dst[at] = value | 128
            value >>= 7
            at += 1
        dst[at] = value
        at += 1
    return at


@micropython.viper
def encode32(src: ptr16, dst: ptr8, count: int) -> int:
    at = 0
    i = 0
    stop = 2 * count
    while i < stop:
        value = src[i]
        high = src[i + 1]
        i += 2
        if value > 127 or high:
            dst[at] = value | 128
            value = value >> 7 | high << 9  # 25 bits, which have no sign
            at += 1
            while value > 127:
                dst[at] = value | 128
                value >>= 7
                at += 1
        dst[at] = value
        at += 1
    return at
