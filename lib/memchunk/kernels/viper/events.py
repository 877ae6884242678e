"""Crossings of two levels in int16 rows, as records: the plain form tells more."""

import micropython


@micropython.viper
def detect(src: ptr16, rows: int, records: ptr32, state: ptr8):
    words = ptr32(state)
    levels = ptr16(int(state) + 16)
    channels = levels[0]
    rise = levels[1] ^ 0x8000
    fall = levels[2] ^ 0x8000
    row = words[0]
    stop = int(src) + 2 * rows * channels
    while int(src) < stop:
        side = ptr8(int(state) + 24)
        left = channels
        while left:
            rows = src[0] ^ 0x8000  # a value: the first two arguments are in registers
            src = ptr16(int(src) + 2)
            now = 0
            if rows >= rise:
                now = 2
            elif rows <= fall:
                now = 1
            if now:
                if now ^ side[0]:
                    if side[0]:
                        n = words[1]
                        if n < words[3]:
                            records[2 * n] = row
                            records[2 * n + 1] = channels - left | now - 1 << 16
                            words[1] = n + 1
                        elif words[2] < 0x3FFFFFFF:
                            words[2] = words[2] + 1
                    side[0] = now
            side = ptr8(int(side) + 1)
            left -= 1
        row = row + 1 & 0x3FFFFFFF
    words[0] = row
