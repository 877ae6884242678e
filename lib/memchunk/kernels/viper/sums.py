"""Sums of bytes, and sums of those sums: Fletcher-16 and Adler-32. The plain form tells about `block`."""

import micropython


@micropython.viper
def fletcher16(state: ptr8, src: ptr8, n: int, block: int):
    second = state[0]
    first = state[1]
    left = n
    while left > 0:
        n = left
        if n > block:
            n = block
        left -= n
        while n >= 8:
            first += src[0]
            second += first
            first += src[1]
            second += first
            first += src[2]
            second += first
            first += src[3]
            second += first
            first += src[4]
            second += first
            first += src[5]
            second += first
            first += src[6]
            second += first
            first += src[7]
            second += first
            src = ptr8(int(src) + 8)
            n -= 8
        while n > 0:
            first += src[0]
            second += first
            src = ptr8(int(src) + 1)
            n -= 1
        first %= 255
        second %= 255
    state[0] = second
    state[1] = first


@micropython.viper
def adler32(state: ptr8, src: ptr8, n: int, block: int):
    second = state[0] << 8 | state[1]
    first = state[2] << 8 | state[3]
    left = n
    while left > 0:
        n = left
        if n > block:
            n = block
        left -= n
        while n >= 8:
            first += src[0]
            second += first
            first += src[1]
            second += first
            first += src[2]
            second += first
            first += src[3]
            second += first
            first += src[4]
            second += first
            first += src[5]
            second += first
            first += src[6]
            second += first
            first += src[7]
            second += first
            src = ptr8(int(src) + 8)
            n -= 8
        while n > 0:
            first += src[0]
            second += first
            src = ptr8(int(src) + 1)
            n -= 1
        first %= 65521
        second %= 65521
    state[0] = second >> 8
    state[1] = second
    state[2] = first >> 8
    state[3] = first
