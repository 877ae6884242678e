"""blockpack undone: rows of int16 from their packed differences. The plain form tells what each kernel does."""

import micropython


@micropython.viper
def packed_len(src: ptr8, size: int, rows: int, channels: int) -> int:
    at = 0
    if rows:
        at = 2 * channels
    left = rows - 1
    while left > 0 and at <= size:
        body = at + (channels + 1 >> 1)
        if body > size:
            return -1
        if channels & 1:
            if src[body - 1] > 15:
                return -1
        width = 0
        channel = 0
        while channel < channels:
            code = src[at + (channel >> 1)] >> ((channel & 1) << 2) & 15
            width += code + (code + 1 >> 4)
            channel += 1
        if left < 8:
            width *= left
        else:
            width *= 8
        at = body + (width + 7 >> 3)
        left -= 8
    if at > size:
        return -1
    return at


@micropython.viper
def unpack(src: ptr8, dst: ptr16, rows: int, channels: int):
    end = rows * channels
    i = 0
    at = 0
    while i < channels and i < end:
        dst[i] = src[at] | src[at + 1] << 8
        at += 2
        i += 1
    while i < end:
        stop = i + 8 * channels
        if stop > end:
            stop = end
        header = at
        at += channels + 1 >> 1
        bits = 0
        held = 0
        channel = 0
        while i < stop:
            code = src[header + (channel >> 1)] >> ((channel & 1) << 2) & 15
            code += code + 1 >> 4
            while held < code:
                bits |= src[at] << held
                held += 8
                at += 1
            value = bits & (1 << code) - 1
            bits >>= code
            held -= code
            dst[i] = (value >> 1 ^ (0 - (value & 1))) + dst[i - channels]
            i += 1
            channel += 1
            if channel == channels:
                channel = 0
