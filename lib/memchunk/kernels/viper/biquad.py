"""Cascades of second-order sections over rows of int16: see the plain form.

The sums of b and a go apart, each exact in 32 bits, and come together without their lowest 14.
"""

import micropython


@micropython.viper
def biquad(src: ptr16, dst: ptr16, rows: int, state: ptr32):
    channels = state[0]
    lines = int(state) + 8 + 20 * state[1]
    i = 0
    stop = rows * channels
    while i < stop:
        at = lines
        channel = 0
        while channel < channels:
            value = src[i]
            value = (value ^ 0x8000) - 0x8000
            c = int(state) + 8
            while c < lines:
                line = ptr32(at)
                x1 = line[0]
                b = ptr32(c)[0] * value + ptr32(c)[1] * x1 + ptr32(c)[2] * line[1]
                a = ptr32(c)[3] * line[3] + ptr32(c)[4] * line[4]
                line[1] = x1
                line[0] = value
                left = (b & 0x3FFF) - (a & 0x3FFF) + (line[2] & 0x7FFF ^ 0x4000) - 0x2000
                b = (b >> 14 & 0x3FFFF ^ 0x20000) - (a >> 14 & 0x3FFFF ^ 0x20000) + (left >> 14)
                left = (left & 0x3FFF) - 0x2000
                value = b
                if b > 0x7FFF:
                    value = 0x7FFF
                if b < -0x8000:
                    value = -0x8000
                if value != b:
                    left = 0
                line[2] = left
                at += 12
                c += 20
            line = ptr32(at)
            line[1] = line[0]
            line[0] = value
            at += 12
            dst[i] = value
            channel += 1
            i += 1
