"""Elements of two or four bytes turned round, by words where both places lie at one."""

import micropython


@micropython.viper
def swap16(src: ptr8, dst: ptr8, count: int):
    i = 0
    if (int(src) | int(dst)) & 3 == 0:
        from_ = ptr32(src)
        to = ptr32(dst)
        words = count >> 1
        while i < words:
            word = from_[i]
            to[i] = (word & 0x00FF00FF) << 8 | (word >> 8 & 0x00FF00FF)
            i += 1
        i *= 4
    stop = 2 * count
    while i < stop:
        low = src[i]
        dst[i] = src[i + 1]
        dst[i + 1] = low
        i += 2


@micropython.viper
def swap32(src: ptr8, dst: ptr8, count: int):
    i = 0
    if (int(src) | int(dst)) & 3 == 0:
        from_ = ptr32(src)
        to = ptr32(dst)
        while i < count:
            word = from_[i]
            word = (word & 0x00FF00FF) << 8 | (word >> 8 & 0x00FF00FF)
            to[i] = word << 16 | (word >> 16 & 0xFFFF)
            i += 1
        return
    stop = 4 * count
    while i < stop:
        a = src[i]
        b = src[i + 1]
        dst[i] = src[i + 3]
        dst[i + 1] = src[i + 2]
        dst[i + 2] = b
        dst[i + 3] = a
        i += 4
