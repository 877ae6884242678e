"""What finds a frame and opens it.

The first two arguments are in registers, other locals in memory: hence `start`
becomes the value to find.
"""

import micropython


@micropython.viper
def find(buf: ptr8, start: int, stop: int, value: int) -> int:
    first = int(buf)
    buf = ptr8(first + start)
    stop -= start + 3  # from here on how many are left, less three
    start = value
    while stop > 0 and buf[0] ^ start and buf[1] ^ start and buf[2] ^ start and buf[3] ^ start:
        buf = ptr8(int(buf) + 4)
        stop -= 4
    stop += 3
    while stop > 0:
        if buf[0] == start:
            return int(buf) - first
        buf = ptr8(int(buf) + 1)
        stop -= 1
    return -1


@micropython.viper
def unstuff(src: ptr8, n: int, dst: ptr8) -> int:
    read = int(src)
    start = int(dst)
    while n:
        group = src[0]
        if group == 0 or group > n:
            return read - 1 - int(src)
        n -= group
        src = ptr8(int(src) + 1)
        left = group - 1
        while left > 3 and src[0] and src[1] and src[2] and src[3]:
            dst[0] = src[0]
            dst[1] = src[1]
            dst[2] = src[2]
            dst[3] = src[3]
            src = ptr8(int(src) + 4)
            dst = ptr8(int(dst) + 4)
            left -= 4
        while left:
            if src[0] == 0:
                return read - 1 - int(src)
            dst[0] = src[0]
            src = ptr8(int(src) + 1)
            dst = ptr8(int(dst) + 1)
            left -= 1
        if n and group < 255:
            dst[0] = 0
            dst = ptr8(int(dst) + 1)
    return int(dst) - start
