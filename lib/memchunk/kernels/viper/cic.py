"""Hogenauer's decimator over rows of int16: see the plain form."""

import micropython


@micropython.viper
def cic(src: ptr16, dst: ptr16, rows: int, state: ptr32) -> int:
    channels = state[0]
    factor = state[1]
    order = state[2]
    delay = state[3]
    shift = state[4]
    waiting = state[5]
    half = 1 << shift >> 1
    i = 0
    made = 0
    stop = rows * channels
    while i < stop:
        waiting += 1
        k = 7
        channel = 0
        while channel < channels:
            value = src[i]
            value = (value ^ 0x8000) - 0x8000
            end = k + order
            while k < end:
                value += state[k]
                state[k] = value
                k += 1
            end += order * delay
            if waiting == factor:
                k += state[6]
                while k < end:
                    before = state[k]
                    state[k] = value
                    value -= before
                    k += delay
                dst[made] = value + half >> shift
                made += 1
            k = end
            channel += 1
            i += 1
        if waiting == factor:
            waiting = 0
            at = state[6] + 1
            if at == delay:
                at = 0
            state[6] = at
    state[5] = waiting
    return made // channels
