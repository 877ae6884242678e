"""FIR in Q15 over rows of int16: see the plain form."""

import micropython


@micropython.viper
def fir(src: ptr16, dst: ptr16, rows: int, state: ptr32):
    channels = state[0]
    line = 4 * (state[1] + 1)
    place = state[1] + 2
    end = int(state) + 4 * place  # of the taps
    base = end + 4
    stop = rows * channels
    at = 0
    channel = 0
    while channel < channels:
        at = 4 * state[place]
        i = channel
        while i < stop:
            if at == 0:
                at = line
            at -= 4
            value = src[i]
            value = (value ^ 0x8000) - 0x8000
            x = base + at
            ptr32(x)[0] = value
            ptr32(x + line)[0] = value
            tap = int(state) + 8
            total = 0x4000
            while tap < end:
                total += ptr32(tap)[0] * ptr32(x)[0]
                total += ptr32(tap)[1] * ptr32(x)[1]
                total += ptr32(tap)[2] * ptr32(x)[2]
                total += ptr32(tap)[3] * ptr32(x)[3]
                tap += 16
                x += 16
            value = (total >> 15 & 0x1FFFF ^ 0x10000) - 0x10000
            if value > 0x7FFF:
                value = 0x7FFF
            if value < -0x8000:
                value = -0x8000
            dst[i] = value
            i += channels
        base += 2 * line
        channel += 1
    state[place] = at >> 2
