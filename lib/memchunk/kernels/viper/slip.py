"""SLIP. The plain form tells what the kernel does.

Only the first two names of a viper function live in registers: the source walks, and `n` becomes the byte in hand.
"""

import micropython


@micropython.viper
def escape(src: ptr8, n: int, dst: ptr8, lead: int) -> int:
    stop = int(src) + n
    start = int(dst)
    while lead:
        dst[0] = 192
        dst = ptr8(int(dst) + 1)
        lead -= 1
    while int(src) ^ stop:
        n = src[0]
        if not n ^ 192 or not n ^ 219:  # cheaper than ==, which makes a bool
            dst[0] = 219
            dst = ptr8(int(dst) + 1)
            n = 220 | n & 1
        dst[0] = n
        dst = ptr8(int(dst) + 1)
        src = ptr8(int(src) + 1)
    dst[0] = 192
    return int(dst) + 1 - start
