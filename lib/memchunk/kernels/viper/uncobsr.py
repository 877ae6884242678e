"""COBS/R undone. The plain form tells what the kernel does; see `slip` for `n`."""

import micropython


@micropython.viper
def unstuff(src: ptr8, n: int, dst: ptr8) -> int:
    first = int(src)
    end = first + n
    start = int(dst)
    while int(src) < end:
        group = src[0]
        stop = int(src) + group
        if not group:
            return first - 1 - int(src)
        src = ptr8(int(src) + 1)
        beyond = stop - end
        if beyond > 0:
            stop = end
        while int(src) ^ stop:
            n = src[0]
            if not n:
                return first - 1 - int(src)
            dst[0] = n
            src = ptr8(int(src) + 1)
            dst = ptr8(int(dst) + 1)
        if beyond > 0:
            dst[0] = group
            dst = ptr8(int(dst) + 1)
        elif group ^ 255 and beyond:
            dst[0] = 0
            dst = ptr8(int(dst) + 1)
    return int(dst) - start
