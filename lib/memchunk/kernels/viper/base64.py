"""Base64. The plain form tells what the kernel does; see `slip` for `n`, which becomes the bits in hand."""

import micropython


@micropython.viper
def to_base64(src: ptr8, n: int, dst: ptr8, state: ptr8) -> int:
    alphabet = ptr8(int(state) + 5)
    start = int(dst)
    stop = int(src) + n
    held = state[0]
    n = state[1] | state[2] << 8
    while True:
        if not held and stop - int(src) > 2:
            n = src[0] << 16 | src[1] << 8 | src[2]
            src = ptr8(int(src) + 3)
        elif int(src) ^ stop:
            n = n << 8 | src[0]
            src = ptr8(int(src) + 1)
            held += 1
            if held < 3:
                continue
            held = 0
        else:
            break
        dst[0] = alphabet[n >> 18]
        dst[1] = alphabet[n >> 12 & 63]
        dst[2] = alphabet[n >> 6 & 63]
        dst[3] = alphabet[n & 63]
        dst = ptr8(int(dst) + 4)
        n = 0
    if held and state[3]:
        pad = state[4]
        n <<= 24 - 8 * held
        dst[0] = alphabet[n >> 18]
        dst[1] = alphabet[n >> 12 & 63]
        dst = ptr8(int(dst) + 2)
        if held > 1:
            dst[0] = alphabet[n >> 6 & 63]
            dst = ptr8(int(dst) + 1)
        elif pad:
            dst[0] = pad
            dst = ptr8(int(dst) + 1)
        if pad:
            dst[0] = pad
            dst = ptr8(int(dst) + 1)
        n = held = 0
    state[0] = held
    state[1] = n
    state[2] = n >> 8
    return int(dst) - start
