"""blockpack: rows of little-endian int16 as differences, eight rows to a block, one width a channel.

The plain form tells what each kernel does. `src` and `dst` count int16 where they are read or written as
rows, bytes where they are packed. A difference is taken twice, once to find the width and once to pack it:
that needs no memory beside the two buffers.
"""

import micropython


@micropython.viper
def pack(src: ptr16, dst: ptr8, rows: int, channels: int) -> int:
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
