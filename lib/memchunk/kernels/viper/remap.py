"""Channels of int16 rows in another order, and turned round: the plain form tells more."""

import micropython


@micropython.viper
def remap(src: ptr16, dst: ptr16, rows: int, table: ptr16):
    channels = table[0]
    held = channels + 1
    stop = rows * channels
    at = 0
    while at < stop:
        i = 0
        while i < channels:
            table[held + i] = src[at + i]
            i += 1
        i = 1
        while i < held:
            axis = table[i]
            if axis & 0x8000:
                value = 0 - table[held + 0xFFFF - axis] & 0xFFFF
                if value == 0x8000:
                    value = 0x7FFF
            else:
                value = table[held + axis - 1]
            dst[at] = value
            at += 1
            i += 1
