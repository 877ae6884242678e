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
    i = 0
    if away & 3 == 0:
        while i < n and int(src) + i & 3:
            dst[i] = src[i]
            i += 1
        from_ = ptr32(int(src) + i)
        to = ptr32(int(dst) + i)
        words = n - i >> 2
        i += 4 * words
        k = 0
        while k + 4 <= words:
            to[k] = from_[k]
            to[k + 1] = from_[k + 1]
            to[k + 2] = from_[k + 2]
            to[k + 3] = from_[k + 3]
            k += 4
        while k < words:
            to[k] = from_[k]
            k += 1
    while i < n:
        dst[i] = src[i]
        i += 1
