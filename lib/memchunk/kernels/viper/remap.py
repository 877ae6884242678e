"""Channels of int16 rows in another order, and turned round: the plain form tells more."""

import micropython


@micropython.viper
def remap(src: ptr16, dst: ptr16, rows: int, table: ptr16):
    channels = table[0]
    held = ptr16(int(table) + 2 * channels)  # from 1 on, like the axes
    while rows:
        rows -= 1
        at = held
        left = channels
        while left:
            left -= 1
            at = ptr16(int(at) + 2)
            at[0] = src[0]
            src = ptr16(int(src) + 2)
        at = table
        left = channels
        while left:
            left -= 1
            at = ptr16(int(at) + 2)
            axis = at[0]
            if axis & 0x8000:
                value = 0 - held[0x10000 - axis] & 0xFFFF
                if not value ^ 0x8000:
                    value = 0x7FFF
            else:
                value = held[axis]
            dst[0] = value
            dst = ptr16(int(dst) + 2)
