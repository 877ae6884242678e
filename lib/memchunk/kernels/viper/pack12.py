"""Samples of 12 bits, two in three bytes: the plain form shows the two orders."""

import micropython


@micropython.viper
def little(src: ptr16, dst: ptr8, count: int):
    i = 0
    at = 0
    while i < count - 1:
        a = src[i]
        b = src[i + 1]
        dst[at] = a
        dst[at + 1] = a >> 8 & 15 | b << 4
        dst[at + 2] = b >> 4
        i += 2
        at += 3
    if count & 1:
        a = src[i]
        dst[at] = a
        dst[at + 1] = a >> 8 & 15


@micropython.viper
def mipi(src: ptr16, dst: ptr8, count: int):
    i = 0
    at = 0
    while i < count - 1:
        a = src[i]
        b = src[i + 1]
        dst[at] = a >> 4
        dst[at + 1] = b >> 4
        dst[at + 2] = a & 15 | b << 4
        i += 2
        at += 3
    if count & 1:
        a = src[i]
        dst[at] = a >> 4
        dst[at + 1] = a & 15
