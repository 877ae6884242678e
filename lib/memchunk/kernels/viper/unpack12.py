"""Samples of 12 bits out of two in three bytes: see `pack12`. `sign` is 0x800 for signed samples, 0 for others."""

import micropython


@micropython.viper
def little(src: ptr8, dst: ptr16, count: int, sign: int):
    i = 0
    at = 0
    while i < count - 1:
        middle = src[at + 1]
        a = src[at] | (middle & 15) << 8
        b = middle >> 4 | src[at + 2] << 4
        dst[i] = (a ^ sign) - sign
        dst[i + 1] = (b ^ sign) - sign
        i += 2
        at += 3
    if count & 1:
        a = src[at] | (src[at + 1] & 15) << 8
        dst[i] = (a ^ sign) - sign


@micropython.viper
def mipi(src: ptr8, dst: ptr16, count: int, sign: int):
    i = 0
    at = 0
    while i < count - 1:
        low = src[at + 2]
        a = src[at] << 4 | low & 15
        b = src[at + 1] << 4 | low >> 4
        dst[i] = (a ^ sign) - sign
        dst[i + 1] = (b ^ sign) - sign
        i += 2
        at += 3
    if count & 1:
        a = src[at] << 4 | src[at + 1] & 15
        dst[i] = (a ^ sign) - sign
