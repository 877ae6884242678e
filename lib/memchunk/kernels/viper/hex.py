"""Base16. The plain form tells what the kernel does; see `slip` for `n`."""

import micropython


@micropython.viper
def to_hex(src: ptr8, n: int, dst: ptr8, digits: ptr8) -> int:
    start = int(dst)
    stop = int(src) + n
    while int(src) ^ stop:
        n = src[0]
        dst[0] = digits[n >> 4]
        dst[1] = digits[n & 15]
        src = ptr8(int(src) + 1)
        dst = ptr8(int(dst) + 2)
    return int(dst) - start
