"""What finds a frame and opens it."""

import micropython


@micropython.viper
def find(buf: ptr8, start: int, stop: int, value: int) -> int:
    while start < stop:
        if buf[start] == value:
            return start
        start += 1
    return -1


@micropython.viper
def unstuff(src: ptr8, n: int, dst: ptr8) -> int:
    i = 0
    at = 0
    while i < n:
        group = src[i]
        stop = i + group
        if group == 0:
            return -1 - i
        if stop > n:
            return -1 - i
        i += 1
        while i < stop:
            byte = src[i]
            if byte == 0:
                return -1 - i
            dst[at] = byte
            at += 1
            i += 1
        if group < 255:
            if i < n:
                dst[at] = 0
                at += 1
    return at
