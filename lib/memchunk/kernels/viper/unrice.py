"""Rice coding undone: rows of int16 from their packed differences. The plain form tells what each kernel does."""

import micropython


@micropython.viper
def packed_len(src: ptr8, size: int, rows: int, channels: int) -> int:
    at = 0
    if rows:
        at = 2 * channels
    header = at
    if rows > 1:
        at += channels + 1 >> 1
    if at > size:
        return -1 - size
    if rows < 2:
        return at
    if channels & 1:
        if src[at - 1] > 15:
            return 0 - at
    bits = 0
    held = 0
    channel = 0
    left = (rows - 1) * channels
    while left:
        width = src[header + (channel >> 1)] >> ((channel & 1) << 2) & 15
        zeros = 0
        least = 0
        if width < 15:
            while bits & 1 == 0 and zeros < 10:
                if held:
                    bits >>= 1
                    held -= 1
                    zeros += 1
                elif at == size:
                    return -1 - size
                else:
                    bits = src[at]
                    held = 8
                    at += 1
            if zeros < 10:
                bits >>= 1
                held -= 1
                if zeros << width > 0xFFFF:
                    return 0 - at
            else:
                least = 10 << width
                width = 16
        else:
            width = 16
        while held < width:
            if at == size:
                return -1 - size
            bits |= src[at] << held
            held += 8
            at += 1
        if bits & (1 << width) - 1 < least:
            return 0 - at
        bits >>= width
        held -= width
        channel += 1
        if channel == channels:
            channel = 0
        left -= 1
    if bits:
        return 0 - at
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
    header = at
    at += channels + 1 >> 1
    bits = 0
    held = 0
    channel = 0
    while i < end:
        width = src[header + (channel >> 1)] >> ((channel & 1) << 2) & 15
        zeros = 0
        value = 0
        if width < 15:
            while bits & 1 == 0 and zeros < 10:
                if held:
                    bits >>= 1
                    held -= 1
                    zeros += 1
                else:
                    bits = src[at]
                    held = 8
                    at += 1
            if zeros < 10:
                bits >>= 1
                held -= 1
                value = zeros << width
            else:
                width = 16
        else:
            width = 16
        while held < width:
            bits |= src[at] << held
            held += 8
            at += 1
        value |= bits & (1 << width) - 1
        bits >>= width
        held -= width
        dst[i] = (value >> 1 ^ (0 - (value & 1))) + dst[i - channels]
        i += 1
        channel += 1
        if channel == channels:
            channel = 0
