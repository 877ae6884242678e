"""Base64 undone. The plain form tells what the kernel does; see `slip` for `n`, which becomes the bits in hand."""

import micropython


@micropython.viper
def from_base64(src: ptr8, n: int, dst: ptr8, state: ptr8) -> int:
    values = ptr8(int(state) + 7)
    first = int(src)
    start = int(dst)
    stop = first + n
    held = state[0]
    ended = state[6]
    n = state[1] | state[2] << 8 | state[3] << 16
    while int(src) ^ stop:
        if not held | ended:
            while stop - int(src) >> 2:
                if (src[0] | src[1] | src[2] | src[3]) & 128:
                    break
                a = values[src[0]]
                n = values[src[1]]
                b = values[src[2]]
                c = values[src[3]]
                if (a | b | c | n) & 192:
                    break
                dst[0] = a << 2 | n >> 4
                dst[1] = n << 4 | b >> 2
                dst[2] = b << 6 | c
                src = ptr8(int(src) + 4)
                dst = ptr8(int(dst) + 3)
            n = 0
            if not int(src) ^ stop:
                break
        a = src[0]
        b = 255
        if a < 128:
            b = values[a]
        if a == state[5] and a:
            if ended > 1 or not ended and (held < 2 or n & 15 >> 2 * (held & 1)):
                return first - 1 - int(src)
            ended = 2 if ended or held == 3 else 1
        elif b > 63 or ended:
            return first - 1 - int(src)
        else:
            n = n << 6 | b
            held += 1
            if held == 4:
                dst[0] = n >> 16
                dst[1] = n >> 8
                dst[2] = n
                dst = ptr8(int(dst) + 3)
                held = 0
                n = 0
        src = ptr8(int(src) + 1)
    if state[4]:
        if held == 1 or ended == 1 or held and (n & 15 >> 2 * (held & 1) or state[5] and not ended):
            return first - 1 - stop
    if held and (ended or state[4]):
        n >>= 4 >> (held & 1)
        if held == 3:
            dst[0] = n >> 8
            dst = ptr8(int(dst) + 1)
        dst[0] = n
        dst = ptr8(int(dst) + 1)
        held = 0
        n = 0
    if state[4]:
        ended = 0
    state[0] = held
    state[1] = n
    state[2] = n >> 8
    state[3] = n >> 16
    state[6] = ended
    return int(dst) - start
