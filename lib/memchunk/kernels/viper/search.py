"""Searches."""

import micropython


@micropython.viper
def find(buf: ptr8, start: int, stop: int, value: int) -> int:
    while start < stop:
        if buf[start] == value:
            return start
        start += 1
    return -1
