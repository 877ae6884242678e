"""Places in memory, copies and searches."""

import micropython


@micropython.viper
def distance(a: ptr8, b: ptr8) -> int:
    far = 1 << 28
    away = int(b) - int(a)
    if away > far:
        return far
    if away < 0 - far:
        return 0 - far
    return away


@micropython.viper
def misaligned(buf: ptr8) -> int:
    return int(buf) & 1


@micropython.viper
def copy(src: ptr8, dst: ptr8, plan: ptr32):
    size = plan[3]
    start = plan[0] * size
    to = plan[1] * size
    stop = start + plan[2] * size
    while start < stop:
        dst[to] = src[start]
        start += 1
        to += 1


@micropython.viper
def find(buf: ptr8, start: int, stop: int, value: int) -> int:
    while start < stop:
        if buf[start] == value:
            return start
        start += 1
    return -1
