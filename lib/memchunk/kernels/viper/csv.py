"""Rows of integers as lines of decimal text. The plain form tells what the kernel does; `n` is a digit in hand.

Tenths are taken by multiplication: n * 52429 >> 19 is n // 10 up to 43,698, and fits 31 bits up to 40,959.
"""

import micropython


@micropython.viper
def to_csv(src: ptr8, n: int, dst: ptr8, state: ptr8) -> int:
    start = int(dst)
    stop = int(src) + n
    channels = state[1] | state[2] << 8
    column = channels
    while int(src) ^ stop:
        n = src[0] | src[1] << 8
        high = 0
        negative = src[1] & 128
        if state[0] ^ 2:
            high = src[2] | src[3] << 8
            negative = src[3] & 128
            if negative:
                n = 0 - n & 0xFFFF
                high ^= 0xFFFF
                if not n:
                    high = high + 1 & 0xFFFF
            rest = high % 10000 << 16 | n
            high = (high // 10000 << 16) + rest // 10000
            n = rest % 10000
        elif negative:
            n = 0x10000 - n
        src = ptr8(int(src) + state[0])
        if negative:
            dst[0] = 45
            dst = ptr8(int(dst) + 1)
        width = 1
        rest = n
        if high:
            width = 5
            rest = high
        more = 10
        while rest >= more:
            width += 1
            more *= 10
        point = state[6]
        if point:
            if width <= point:
                width = point + 1
            dst = ptr8(int(dst) + 1)
        dst = ptr8(int(dst) + width)
        at = dst
        chunk = 4
        if not state[0] ^ 2:
            chunk = 8
        while True:
            rest = n * 52429 >> 19
            at = ptr8(int(at) - 1)
            at[0] = 48 + n - rest * 10
            n = rest
            width -= 1
            if not width:
                break
            point -= 1
            if not point:
                at = ptr8(int(at) - 1)
                at[0] = 46
            chunk -= 1
            if not chunk:
                chunk = 4
                n = high % 10000
                high //= 10000
        column -= 1
        if column:
            dst[0] = state[3]
        else:
            column = channels
            dst[0] = state[4]
            if state[5]:
                dst = ptr8(int(dst) + 1)
                dst[0] = state[5]
        dst = ptr8(int(dst) + 1)
    return int(dst) - start
