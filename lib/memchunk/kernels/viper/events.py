"""Crossings of two levels in int16 rows, as records: the plain form tells more."""

import micropython


@micropython.viper
def detect(src: ptr16, rows: int, records: ptr32, state: ptr8):
    words = ptr32(state)
    levels = ptr16(int(state) + 16)
    channels = levels[0]
    rise = (levels[1] ^ 0x8000) - 0x8000
    fall = (levels[2] ^ 0x8000) - 0x8000
    row = words[0]
    i = 0
    while rows:
        rows -= 1
        channel = 0
        while channel < channels:
            value = (src[i] ^ 0x8000) - 0x8000
            i += 1
            before = state[24 + channel]
            now = before
            if value >= rise:
                now = 2
            elif value <= fall:
                now = 1
            if now != before:
                state[24 + channel] = now
                if before:
                    n = words[1]
                    if n < words[3]:
                        records[2 * n] = row
                        records[2 * n + 1] = channel | now - 1 << 16
                        words[1] = n + 1
                    elif words[2] < 0x3FFFFFFF:
                        words[2] = words[2] + 1
            channel += 1
        row = row + 1 & 0x3FFFFFFF
    words[0] = row
