"""blockpack: rows of little-endian int16 as differences, eight rows to a block, one width a channel.

The plain form tells what each kernel does. `src` and `dst` count int16 where they are read or written as
rows, bytes where they are packed. A difference is taken twice, once to find the width and once to pack it:
that needs no memory beside the two buffers.
"""

import micropython


@micropython.viper
def pack(src: ptr16, dst: ptr8, rows: int, channels: int) -> int:
    if int(src) & 1:
        return -1
    end = rows * channels
    first = 0
    at = 0
    while first < channels and first < end:
        value = src[first]
        dst[at] = value
        dst[at + 1] = value >> 8
        at += 2
        first += 1
    while first < end:
        stop = first + 8 * channels
        if stop > end:
            stop = end
        header = at
        channel = 0
        while channel < channels:
            bits = 0
            i = first + channel
            while i < stop:
                value = src[i] - src[i - channels] & 0xFFFF
                bits |= (value << 1 & 0xFFFF) ^ (0 - (value >> 15) & 0xFFFF)
                i += channels
            code = 0
            while bits and code < 15:
                bits >>= 1
                code += 1
            if channel & 1:
                dst[at] = dst[at] | code << 4
                at += 1
            else:
                dst[at] = code
            channel += 1
        at += channels & 1
        bits = 0
        held = 0
        channel = 0
        while first < stop:
            value = src[first] - src[first - channels] & 0xFFFF
            bits |= ((value << 1 & 0xFFFF) ^ (0 - (value >> 15) & 0xFFFF)) << held
            code = dst[header + (channel >> 1)] >> ((channel & 1) << 2) & 15
            held += code + (code + 1 >> 4)
            while held >= 8:
                dst[at] = bits
                bits >>= 8
                held -= 8
                at += 1
            first += 1
            channel += 1
            if channel == channels:
                channel = 0
        if held:
            dst[at] = bits
            at += 1
    return at


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
def unpack(src: ptr8, dst: ptr16, rows: int, channels: int) -> int:
    if int(dst) & 1:
        return -1
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
    return 0
