"""Unsigned LEB128 undone: see `varint`. The last byte that these are given ends a value."""

import micropython


@micropython.viper
def values(src: ptr8, n: int) -> int:
    count = n
    i = 0
    while i < n:
        count -= src[i] >> 7
        i += 1
    return count


@micropython.viper
def decode16(src: ptr8, n: int, dst: ptr16) -> int:
    i = 0
    at = 0
    while i < n:
        start = i
        value = src[i]
        i += 1
        if value > 127:
            byte = src[i]
            i += 1
            value = value & 127 | (byte & 127) << 7
            if byte > 127:
                byte = src[i]
                i += 1
                if byte > 3:
                    return -1 - start
                value |= byte << 14
            if byte == 0:
                return -1 - start
        dst[at] = value
        at += 1
    return at


@micropython.viper
def decode32(src: ptr8, n: int, dst: ptr16) -> int:
    i = 0
    at = 0
    while i < n:
        start = i
        byte = src[i]
        i += 1
        value = byte & 127
        high = 0
        shift = 7
        while byte > 127:
            byte = src[i]
            i += 1
            if byte == 0:
                return -1 - start
            if shift == 28:
                if byte > 15:
                    return -1 - start
                high = byte << 12
            else:
                value |= (byte & 127) << shift
                shift += 7
        dst[at] = value
        dst[at + 1] = value >> 16 | high
        at += 2
    return at >> 1
