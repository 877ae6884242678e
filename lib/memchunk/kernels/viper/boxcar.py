"""The means of groups of rows of int16: see the plain form."""

import micropython


@micropython.viper
def boxcar(src: ptr16, dst: ptr16, rows: int, state: ptr32) -> int:
    channels = state[0]
    factor = state[1]
    waiting = state[2]
    sums = ptr32(int(state) + 12)
    half = factor >> 1
    i = 0
    made = 0
    stop = rows * channels
    while i < stop:
        waiting += 1
        channel = 0
        while channel < channels:
            total = sums[channel] + (src[i] ^ 0x8000)
            if waiting == factor:
                dst[made] = (total + half) // factor ^ 0x8000
                made += 1
                total = 0
            sums[channel] = total
            channel += 1
            i += 1
        if waiting == factor:
            waiting = 0
    state[2] = waiting
    return made // channels
