"""Unsigned LEB128: seven bits a byte, the lowest first, and bit 7 where more follow."""

import micropython


@micropython.viper
def encode16(src: ptr16, dst: ptr8, count: int) -> int:
    start = int(dst)
    while count:
        value = src[0]
        src = ptr16(int(src) + 2)
        while value >> 7:
            dst[0] = value | 128
            dst = ptr8(int(dst) + 1)
            value >>= 7
        dst[0] = value
        dst = ptr8(int(dst) + 1)
        count -= 1
    return int(dst) - start


@micropython.viper
def encode32(src: ptr16, dst: ptr8, count: int) -> int:
    start = int(dst)
    while count:
        value = src[0]
        more = value >> 7 | src[1] << 9  # 25 bits, which have no sign
        src = ptr16(int(src) + 4)
        while more:
            dst[0] = value | 128
            dst = ptr8(int(dst) + 1)
            value = more
            more >>= 7
        dst[0] = value
        dst = ptr8(int(dst) + 1)
        count -= 1
    return int(dst) - start
