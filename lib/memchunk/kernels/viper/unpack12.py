"""Samples of 12 bits out of two in three bytes: see `pack12`. `sign` is 0x800 for signed samples, 0 for others."""

import micropython


@micropython.viper
def little(src: ptr8, dst: ptr16, count: int, sign: int):
    stop = int(dst) + 2 * count - 2
    while int(dst) < stop:
        a = (src[0] | (src[1] & 15) << 8) ^ sign
        b = (src[1] >> 4 | src[2] << 4) ^ sign
        dst[0] = a - sign
        dst[1] = b - sign
        src = ptr8(int(src) + 3)
        dst = ptr16(int(dst) + 4)
    if count & 1:
        dst[0] = ((src[0] | (src[1] & 15) << 8) ^ sign) - sign


@micropython.viper
def mipi(src: ptr8, dst: ptr16, count: int, sign: int):
    stop = int(dst) + 2 * count - 2
    while int(dst) < stop:
        a = (src[0] << 4 | src[2] & 15) ^ sign
        b = (src[1] << 4 | src[2] >> 4) ^ sign
        dst[0] = a - sign
        dst[1] = b - sign
        src = ptr8(int(src) + 3)
        dst = ptr16(int(dst) + 4)
    if count & 1:
        dst[0] = ((src[0] << 4 | src[1] & 15) ^ sign) - sign
