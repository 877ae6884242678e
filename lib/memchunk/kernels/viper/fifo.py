"""What a sensor's FIFO hands out, to rows of little-endian int16."""

import micropython


@micropython.viper
def untag(src: ptr8, dst: ptr8, rows: int, tag: int) -> int:
    i = at = row = 0
    while row < rows:
        if src[i] >> 1 != tag or src[i + 7] >> 1 != tag ^ 12:
            return row
        i += 1
        stop = at + 12
        while at < stop:
            if at == stop - 6:
                i += 1
            dst[at] = src[i]
            at += 1
            i += 1
        if tag & 8:
            k = at - 12
            stop = at - 6
            while k < stop:
                held = dst[k]
                dst[k] = dst[k + 6]
                dst[k + 6] = held
                k += 1
        tag = tag & 12 | tag + 1 & 3
        row += 1
    return rows
