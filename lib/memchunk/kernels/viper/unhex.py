"""Base16 undone. The plain form tells what the kernel does; see `slip` for `n`."""

import micropython


@micropython.viper
def from_hex(src: ptr8, n: int, dst: ptr8, state: ptr8) -> int:
    first = int(src)
    start = int(dst)
    stop = first + n
    held = state[0]
    while int(src) ^ stop:
        n = src[0] ^ 48
        if n > 9:
            n = ((n ^ 48) & 0xDF) - 55
            if n < 10 or n > 15:
                return first - 1 - int(src)
        held = held << 4 | n
        src = ptr8(int(src) + 1)
        if held >> 8:
            dst[0] = held
            dst = ptr8(int(dst) + 1)
            held = 1
    state[0] = held
    return int(dst) - start
