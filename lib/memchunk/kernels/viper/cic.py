"""Hogenauer's decimator over rows of int16: see the plain form."""

import micropython


@micropython.viper
def cic(src: ptr16, dst: ptr16, rows: int, state: ptr32) -> int:
    channels = state[0]
    order = state[2] << 2
    delay = state[3] << 2
    shift = state[4]
    left = state[1] - state[5]
    half = 1 << shift >> 1
    combs = state[2] * delay
    made = 0
    at = src  # `src` is in a register, and becomes the place of a register of the filter
    while rows:
        rows -= 1
        left -= 1
        src = ptr16(int(state) + 28)
        channel = channels
        while channel:
            channel -= 1
            value = (at[0] ^ 0x8000) - 0x8000
            at = ptr16(int(at) + 2)
            end = int(src) + order
            while int(src) < end:
                value += ptr32(src)[0]
                ptr32(src)[0] = value
                src = ptr16(int(src) + 4)
            if left:
                src = ptr16(int(src) + combs)
            else:
                end += combs
                src = ptr16(int(src) + (state[6] << 2))
                while int(src) < end:
                    before = ptr32(src)[0]
                    ptr32(src)[0] = value
                    value -= before
                    src = ptr16(int(src) + delay)
                src = ptr16(end)
                dst[0] = value + half >> shift
                dst = ptr16(int(dst) + 2)
        if not left:
            left = state[1]
            made += 1
            state[6] = (state[6] + 1) % state[3]
    state[5] = state[1] - left
    return made
