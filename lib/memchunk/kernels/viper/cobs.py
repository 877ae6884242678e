"""Consistent overhead byte stuffing, without the delimiter."""

import micropython


@micropython.viper
def encode(src: ptr8, n: int, dst: ptr8) -> int:
    code_at = 0
    at = 1
    i = 0
    while i < n:
        byte = src[i]
        i += 1
        if at - code_at == 255:
            dst[code_at] = 255
            code_at = at
            at += 1
        if byte:
            dst[at] = byte
        else:
            dst[code_at] = at - code_at
            code_at = at
        at += 1
    dst[code_at] = at - code_at
    return at


@micropython.viper
def decode(src: ptr8, n: int, dst: ptr8) -> int:
    i = 0
    at = 0
    while i < n:
        group = src[i]
        stop = i + group
        if group == 0:
            return -1 - i
        if stop > n:
            return -1 - i
        i += 1
        while i < stop:
            byte = src[i]
            if byte == 0:
                return -1 - i
            dst[at] = byte
            at += 1
            i += 1
        if group < 255:
            if i < n:
                dst[at] = 0
                at += 1
    return at
