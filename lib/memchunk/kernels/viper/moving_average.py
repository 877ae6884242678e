"""Running means over rows of int16: see the plain form."""

import micropython


@micropython.viper
def average(src: ptr16, dst: ptr16, rows: int, state: ptr32):
    channels = state[0]
    window = state[1]
    sums = ptr32(int(state) + 12)
    lines = ptr16(int(state) + 12 + 4 * channels)
    count = window * channels
    k = state[2] * channels
    bias = window << 15
    half = window >> 1
    i = 0
    stop = rows * channels
    while i < stop:
        channel = 0
        while channel < channels:
            value = src[i]
            # Each taken as 0 to 65535: the difference is the same.
            total = sums[channel] + (value ^ 0x8000) - (lines[k] ^ 0x8000) & 0x1FFFFFFF
            lines[k] = value
            sums[channel] = total
            total = total + bias & 0x1FFFFFFF
            dst[i] = (total + half) // window - 0x8000
            channel += 1
            i += 1
            k += 1
        if k == count:
            k = 0
    state[2] = k // channels
