"""COBS/R out of COBS. The plain form tells what the kernel does; `n` becomes the place of the next group."""

import micropython


@micropython.viper
def reduce(buf: ptr8, n: int) -> int:
    size = n
    last = buf[n - 1]
    stop = int(buf) + n
    n = int(buf) + buf[0]
    while n < stop:
        buf = ptr8(n)
        n += buf[0]
    if last < buf[0] or buf[0] == 1:
        return size
    buf[0] = last
    return size - 1
