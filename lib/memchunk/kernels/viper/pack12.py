"""Samples of 12 bits, two in three bytes: the plain form shows the two orders.

In place a byte is written once the sample that it takes the place of has been read.
"""

import micropython


@micropython.viper
def little(src: ptr16, dst: ptr8, count: int):
    while count > 1:
        dst[0] = src[0]
        dst[1] = src[0] >> 8 & 15 | src[1] << 4
        dst[2] = src[1] >> 4
        src = ptr16(int(src) + 4)
        dst = ptr8(int(dst) + 3)
        count -= 2
    if count:
        dst[0] = src[0]
        dst[1] = src[0] >> 8 & 15


@micropython.viper
def mipi(src: ptr16, dst: ptr8, count: int):
    while count > 1:
        a = src[0]
        b = src[1]
        dst[0] = a >> 4
        dst[1] = b >> 4
        dst[2] = a & 15 | b << 4
        src = ptr16(int(src) + 4)
        dst = ptr8(int(dst) + 3)
        count -= 2
    if count:
        a = src[0]
        dst[0] = a >> 4
        dst[1] = a & 15
