"""Rice coding: rows of little-endian int16 as differences, a quotient in unary and a remainder each.

The plain form tells what each kernel does, and what the numbers are.
"""

import micropython


@micropython.viper
def choose(src: ptr16, rows: int, state: ptr8) -> int:
    channels = state[0]
    i = channels + 1 >> 1
    while i:
        state[i] = 0
        i -= 1
    if rows < 2:
        return 2 * channels * rows
    end = rows * channels
    bits = 0
    channel = 0
    while channel < channels:
        total = 0
        count = 0
        i = channel + channels
        while i < end and total < 0x20000000:
            value = src[i] - src[i - channels] & 0xFFFF
            total += (value << 1 & 0xFFFF) ^ (0 - (value >> 15) & 0xFFFF)
            count += 1
            i += channels
        k = 0
        while total >= count and k < 14:
            total >>= 1
            k += 1
        code = 15
        best = 16 * (rows - 1)
        while k >= 0:
            cost = 0
            i = channel + channels
            while i < end:
                value = src[i] - src[i - channels] & 0xFFFF
                quotient = ((value << 1 & 0xFFFF) ^ (0 - (value >> 15) & 0xFFFF)) >> k
                if quotient < 10:
                    cost += quotient + 1 + k
                else:
                    cost += 26
                i += channels
            if cost > best:
                break
            if cost < best:
                best = cost
                code = k
            k -= 1
        bits += best
        i = 1 + (channel >> 1)
        state[i] = state[i] | code << ((channel & 1) << 2)
        channel += 1
    return 2 * channels + (channels + 1 >> 1) + (bits + 7 >> 3)


@micropython.viper
def pack(src: ptr16, dst: ptr8, rows: int, state: ptr8) -> int:
    channels = state[0]
    end = rows * channels
    at = 0
    i = 0
    while i < channels and i < end:
        value = src[i]
        dst[at] = value
        dst[at + 1] = value >> 8
        at += 2
        i += 1
    if rows < 2:
        return at
    channel = channels + 1 >> 1
    stop = at + channel
    while channel:
        dst[at + channel - 1] = state[channel]
        channel -= 1
    at = stop
    bits = 0
    held = 0
    while i < end:
        value = src[i] - src[i - channels] & 0xFFFF
        value = (value << 1 & 0xFFFF) ^ (0 - (value >> 15) & 0xFFFF)
        width = state[1 + (channel >> 1)] >> ((channel & 1) << 2) & 15
        quotient = value >> width
        if width < 15 and quotient < 10:  # up to 7 + 24 bits: all at once
            held += quotient
            bits |= 1 << held
            held += 1
            bits |= (value & (1 << width) - 1) << held
            held += width
        else:
            if width < 15:
                held += 10
                while held >= 8:
                    dst[at] = bits
                    bits >>= 8
                    held -= 8
                    at += 1
            bits |= value << held
            held += 16
        while held >= 8:
            dst[at] = bits
            bits >>= 8
            held -= 8
            at += 1
        i += 1
        channel += 1
        if channel == channels:
            channel = 0
    if held:
        dst[at] = bits
        at += 1
    return at
