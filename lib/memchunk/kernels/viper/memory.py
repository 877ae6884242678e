"""Places in memory."""

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
