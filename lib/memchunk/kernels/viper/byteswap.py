"""Elements of two or four bytes turned round.

The first two arguments are in registers: hence pointers that move, and by bytes at constant places, which takes less
than shifts and masks of words would.
"""

import micropython


@micropython.viper
def swap16(src: ptr8, dst: ptr8, count: int):
    while count > 3:
        low = src[0]
        dst[0] = src[1]
        dst[1] = low
        low = src[2]
        dst[2] = src[3]
        dst[3] = low
        low = src[4]
        dst[4] = src[5]
        dst[5] = low
        low = src[6]
        dst[6] = src[7]
        dst[7] = low
        src = ptr8(int(src) + 8)
        dst = ptr8(int(dst) + 8)
        count -= 4
    while count:
        low = src[0]
        dst[0] = src[1]
        dst[1] = low
        src = ptr8(int(src) + 2)
        dst = ptr8(int(dst) + 2)
        count -= 1


@micropython.viper
def swap32(src: ptr8, dst: ptr8, count: int):
    while count > 3:
        a = src[0]
        b = src[1]
        dst[0] = src[3]
        dst[1] = src[2]
        dst[2] = b
        dst[3] = a
        a = src[4]
        b = src[5]
        dst[4] = src[7]
        dst[5] = src[6]
        dst[6] = b
        dst[7] = a
        a = src[8]
        b = src[9]
        dst[8] = src[11]
        dst[9] = src[10]
        dst[10] = b
        dst[11] = a
        a = src[12]
        b = src[13]
        dst[12] = src[15]
        dst[13] = src[14]
        dst[14] = b
        dst[15] = a
        src = ptr8(int(src) + 16)
        dst = ptr8(int(dst) + 16)
        count -= 4
    while count:
        a = src[0]
        b = src[1]
        dst[0] = src[3]
        dst[1] = src[2]
        dst[2] = b
        dst[3] = a
        src = ptr8(int(src) + 4)
        dst = ptr8(int(dst) + 4)
        count -= 1
