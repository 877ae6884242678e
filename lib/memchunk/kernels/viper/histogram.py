"""Counts of int16 samples by size, for each channel: the plain form tells more."""

import micropython


@micropython.viper
def histogram(src: ptr16, rows: int, counts: ptr32, shape: ptr16):
    channels = shape[0]
    low = (shape[1] ^ 0x8000) - 0x8000
    width = shape[2]
    bins = shape[3]
    stop = rows * channels
    channel = 0
    base = 1
    while channel < channels:
        i = channel
        while i < stop:
            place = (src[i] ^ 0x8000) - 0x8000 - low
            if place < 0:
                place = -1
            else:
                place = place // width
                if place > bins:
                    place = bins
            value = counts[base + place]
            if value < 0x3FFFFFFF:
                counts[base + place] = value + 1
            i += channels
        base += bins + 2
        channel += 1


@micropython.viper
def clear(counts: ptr32, n: int):
    while n > 3:
        counts[0] = 0
        counts[1] = 0
        counts[2] = 0
        counts[3] = 0
        counts = ptr32(int(counts) + 16)
        n -= 4
    while n:
        n -= 1
        counts[n] = 0
