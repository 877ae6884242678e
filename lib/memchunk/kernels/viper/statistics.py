"""Running minimum, maximum, sum and sum of squares of each channel of int16 rows: the plain form tells more.

`state` counts halves of words, as carries are taken; a block has as many rows as a sum of 32 bits holds.
"""

import micropython


@micropython.viper
def statistics(src: ptr16, rows: int, state: ptr16, channels: int):
    carry = rows
    at = 0
    while at < 4:
        carry += state[at]
        state[at] = carry
        carry >>= 16
        at += 1
    stop = rows * channels
    channel = 0
    while channel < channels:
        low = (state[at] ^ 0x8000) - 0x8000
        high = (state[at + 2] ^ 0x8000) - 0x8000
        i = channel
        while i < stop:
            block = i + (channels << 15)
            if block > stop:
                block = stop
            total = 0
            squares = 0  # below 2^30
            over = 0  # 2^30 each
            while i < block:
                rows = (src[i] ^ 0x8000) - 0x8000  # the sample: an argument, as the first two are in registers
                if rows < low:
                    low = rows
                if rows > high:
                    high = rows
                total += rows
                squares += rows * rows
                over += squares >> 30
                squares &= 0x3FFFFFFF
                i += channels
            k = at + 4
            while k < at + 8:
                total += state[k]
                state[k] = total
                total >>= 16
                k += 1
            squares += state[k]
            state[k] = squares
            squares = (squares >> 16) + (over << 14)
            while k < at + 13:
                k += 1
                squares += state[k]
                state[k] = squares
                squares >>= 16
        state[at] = low
        state[at + 1] = low >> 16
        state[at + 2] = high
        state[at + 3] = high >> 16
        at += 14
        channel += 1
