"""Bytes to another place, which may overlap: by words where both places lie alike in one."""

import micropython


@micropython.viper
def copy(src: ptr8, dst: ptr8, n: int):
    away = int(dst) - int(src)
    if away > 0:
        if away < n:  # from the end backwards
            while n:
                n -= 1
                dst[n] = src[n]
            return
    if away & 3 == 0:
        while n and int(src) & 3:
            dst[0] = src[0]
            src = ptr8(int(src) + 1)
            dst = ptr8(int(dst) + 1)
            n -= 1
        while n > 15:
            ptr32(dst)[0] = ptr32(src)[0]
            ptr32(dst)[1] = ptr32(src)[1]
            ptr32(dst)[2] = ptr32(src)[2]
            ptr32(dst)[3] = ptr32(src)[3]
            src = ptr8(int(src) + 16)
            dst = ptr8(int(dst) + 16)
            n -= 16
    while n > 3:
        dst[0] = src[0]
        dst[1] = src[1]
        dst[2] = src[2]
        dst[3] = src[3]
        src = ptr8(int(src) + 4)
        dst = ptr8(int(dst) + 4)
        n -= 4
    while n:
        dst[0] = src[0]
        src = ptr8(int(src) + 1)
        dst = ptr8(int(dst) + 1)
        n -= 1
