"""Differences between rows and zigzag, on little-endian int16."""

import micropython


@micropython.viper
def delta(src: ptr16, dst: ptr16, count: int, channels: int):
    i = count - 1
    while i >= channels:
        dst[i] = src[i] - src[i - channels]
        i -= 1
    while i >= 0:
        dst[i] = src[i]
        i -= 1


@micropython.viper
def undelta(src: ptr16, dst: ptr16, count: int, channels: int):
    i = 0
    while i < count:
        value = src[i]
        if i >= channels:
            value += dst[i - channels]
        dst[i] = value
        i += 1


@micropython.viper
def zigzag(src: ptr16, dst: ptr16, count: int):
    i = 0
    while i < count:
        value = src[i]
        dst[i] = value << 1 ^ (0 - (value >> 15))
        i += 1


@micropython.viper
def unzigzag(src: ptr16, dst: ptr16, count: int):
    i = 0
    while i < count:
        value = src[i]
        dst[i] = value >> 1 ^ (0 - (value & 1))
        i += 1
