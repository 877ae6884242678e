"""SLIP undone. The plain form tells what the kernel does; see `slip` for `n`."""

import micropython


@micropython.viper
def unescape(src: ptr8, n: int, dst: ptr8) -> int:
    first = int(src)
    stop = first + n
    start = int(dst)
    if not n or src[n - 1] ^ 192:
        return -1 - n
    while not src[0] ^ 192:
        src = ptr8(int(src) + 1)
        if int(src) == stop:
            return 0
    while True:
        n = src[0]
        if not n ^ 192:
            break
        if not n ^ 219:
            src = ptr8(int(src) + 1)
            n = src[0]
            if (n ^ 220) >> 1:
                return first - 1 - int(src)
            n = 192 + (n & 1) * 27
        src = ptr8(int(src) + 1)
        dst[0] = n
        dst = ptr8(int(dst) + 1)
    if int(src) + 1 == stop:
        return int(dst) - start
    return first - 2 - int(src)
