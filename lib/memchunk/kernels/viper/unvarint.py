"""Unsigned LEB128 undone: see `varint`. The last byte that these are given ends a value."""

import micropython


@micropython.viper
def values(src: ptr8, n: int) -> int:
    left = n
    while left > 3:
        n -= (src[0] >> 7) + (src[1] >> 7) + (src[2] >> 7) + (src[3] >> 7)
        src = ptr8(int(src) + 4)
        left -= 4
    while left:
        n -= src[0] >> 7
        src = ptr8(int(src) + 1)
        left -= 1
    return n


@micropython.viper
def decode16(src: ptr8, n: int, dst: ptr16) -> int:
    first = int(src)
    stop = first + n
    n = int(dst)  # from here on where the next value goes
    while int(src) < stop:
        value = src[0]
        if value > 127:
            start = int(src)
            src = ptr8(start + 1)
            byte = src[0]
            value = value & 127 | (byte & 127) << 7
            if byte > 127:
                src = ptr8(start + 2)
                byte = src[0]
                if byte > 3:
                    return first - 1 - start
                value |= byte << 14
            if byte == 0:
                return first - 1 - start
        src = ptr8(int(src) + 1)
        ptr16(n)[0] = value
        n += 2
    return n - int(dst) >> 1


@micropython.viper
def decode32(src: ptr8, n: int, dst: ptr16) -> int:
    first = int(src)
    stop = first + n
    n = int(dst)  # from here on where the next value goes
    while int(src) < stop:
        start = int(src)
        value = src[0] & 127
        high = 0
        shift = 7
        while src[0] > 127:
            src = ptr8(int(src) + 1)
            if src[0] == 0:
                return first - 1 - start
            if shift == 28:
                if src[0] > 15:
                    return first - 1 - start
                high = src[0] << 12
            else:
                value |= (src[0] & 127) << shift
                shift += 7
        src = ptr8(int(src) + 1)
        ptr16(n)[0] = value
        ptr16(n)[1] = value >> 16 | high
        n += 4
    return n - int(dst) >> 2
