"""What a sensor's FIFO hands out, to rows of little-endian int16."""

import micropython


@micropython.viper
def untag(src: ptr8, dst: ptr8, rows: int, tag: int) -> int:
    left = rows
    while left:
        if src[0] >> 1 != tag or src[7] >> 1 != tag ^ 12:
            return rows - left
        dst[0] = src[1]
        dst[1] = src[2]
        dst[2] = src[3]
        dst[3] = src[4]
        dst[4] = src[5]
        dst[5] = src[6]
        dst[6] = src[8]
        dst[7] = src[9]
        dst[8] = src[10]
        dst[9] = src[11]
        dst[10] = src[12]
        dst[11] = src[13]
        if tag & 8:
            k = 0
            while k < 6:
                held = dst[k]
                dst[k] = dst[k + 6]
                dst[k + 6] = held
                k += 1
        src = ptr8(int(src) + 14)
        dst = ptr8(int(dst) + 12)
        tag = tag & 12 | tag + 1 & 3
        left -= 1
    return rows
