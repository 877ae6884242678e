"""Rows of integers out of lines of decimal text. The plain form tells what each kernel does; `n` is a digit in hand."""

import micropython


@micropython.viper
def fields(src: ptr8, n: int, state: ptr8) -> int:
    stop = int(src) + n
    separator = state[3]
    end = state[4]
    count = 0
    while int(src) ^ stop:
        n = src[0]
        if not n ^ separator or not n ^ end:
            count += 1
        src = ptr8(int(src) + 1)
    return count


@micropython.viper
def from_csv(src: ptr8, n: int, dst: ptr8, state: ptr8) -> int:
    origin = int(src)
    start = int(dst)
    stop = origin + n
    column = channels = state[1] | state[2] << 8
    top = 3276
    if state[0] ^ 2:
        top = 214748364
    while int(src) ^ stop:
        negative = 0
        if not src[0] ^ 45:
            negative = 1
            src = ptr8(int(src) + 1)
        first = int(src)
        point = 0
        value = 0
        while int(src) ^ stop:
            n = src[0] ^ 48
            if n > 9:
                if n ^ 30 or not state[6] or point or int(src) == first:
                    break
                point = int(src)
            else:
                if point and int(src) - point > int(state[6]):
                    break
                # Below 1 also for 2^31, which is negative where an int has 32 bits: then the difference wraps.
                if top - value < 1 and (top ^ value or n > 7 + negative):
                    return origin - 1 - int(src)
                value = value * 10 + n
            src = ptr8(int(src) + 1)
        if int(src) == stop or int(src) == first:
            return origin - 1 - int(src)
        if state[6] and (not point or int(src) - 1 - point < int(state[6])):
            return origin - 1 - int(src)
        column -= 1
        n = state[3]
        if not column:
            n = state[4]
        if src[0] ^ n:
            return origin - 1 - int(src)
        src = ptr8(int(src) + 1)
        if negative:
            value = 0 - value
        dst[0] = value
        dst[1] = value >> 8
        if state[0] ^ 2:
            dst[2] = value >> 16
            dst[3] = value >> 24
        dst = ptr8(int(dst) + state[0])
        if not column:
            column = channels
            if state[5]:
                if int(src) == stop or src[0] ^ state[5]:
                    return origin - 1 - int(src)
                src = ptr8(int(src) + 1)
    if column ^ channels:
        return origin - 1 - stop
    return int(dst) - start
