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
    steps = rows - 1
    row = 2 * channels
    first = int(src)
    end = first + steps * row
    bits = 0
    channel = 0
    while channel < channels:
        # The first two arguments are in registers: from here on the place of a value, and what it is.
        src = ptr16(first)
        total = 0
        while int(src) < end and not total >> 29:
            rows = src[channels] - src[0] << 1
            if rows & 0x10000:
                rows ^= -1
            total += rows & 0xFFFF
            src = ptr16(int(src) + row)
        count = (int(src) - first) // row
        k = 0
        while total >= count and k < 14:
            total >>= 1
            k += 1
        code = 15
        best = 16 * steps
        while k >= 0:
            fine = k
            if k:
                fine = k - 1  # two parameters at once
            cost = (fine + 1) * steps
            coarse = cost + steps
            src = ptr16(first)
            while int(src) < end:
                rows = src[channels] - src[0] << 1
                if rows & 0x10000:
                    rows ^= -1
                rows = (rows & 0xFFFF) >> fine
                if rows < 10:
                    cost += rows
                else:
                    cost += 25 - fine
                rows >>= 1
                if rows < 10:
                    coarse += rows
                else:
                    coarse += 24 - fine
                src = ptr16(int(src) + row)
            if k:
                if coarse > best:
                    break
                if coarse < best:
                    best = coarse
                    code = k
            if cost > best:
                break
            if cost < best:
                best = cost
                code = fine
            k = fine - 1
        bits += best
        i = 1 + (channel >> 1)
        state[i] = state[i] | code << ((channel & 1) << 2)
        channel += 1
        first += 2
        end += 2
    return row + (channels + 1 >> 1) + (bits + 7 >> 3)


@micropython.viper
def pack(src: ptr16, dst: ptr8, rows: int, state: ptr8) -> int:
    channels = state[0]
    row = 2 * channels
    first = int(dst)
    end = int(src) + rows * row
    stop = int(src) + row
    if not rows:
        return 0
    while int(src) < stop:
        value = src[0]
        dst[0] = value
        dst[1] = value >> 8
        src = ptr16(int(src) + 2)
        dst = ptr8(int(dst) + 2)
    if rows < 2:
        return row
    i = 0
    while i < channels + 1 >> 1:
        i += 1
        dst[0] = state[i]
        dst = ptr8(int(dst) + 1)
    bits = 0
    held = 0
    channel = 0
    before = ptr16(int(src) - row)
    while int(src) < end:
        value = src[0] - before[0] << 1
        if value & 0x10000:
            value ^= -1
        value &= 0xFFFF
        before = ptr16(int(before) + 2)
        src = ptr16(int(src) + 2)
        width = state[1 + (channel >> 1)] >> ((channel & 1) << 2) & 15
        quotient = value >> width
        if quotient < 10 and width ^ 15:  # up to 7 + 24 bits: all at once
            value = (value & (1 << width) - 1) << 1 | 1
            bits |= value << quotient << held
            held += quotient + 1
            held += width
        else:
            if width ^ 15:
                held += 10
                while held >> 3:
                    dst[0] = bits
                    dst = ptr8(int(dst) + 1)
                    bits >>= 8
                    held -= 8
            bits |= value << held
            held += 16
        while held >> 3:
            dst[0] = bits
            dst = ptr8(int(dst) + 1)
            bits >>= 8
            held -= 8
        channel += 1
        if not channel ^ channels:
            channel = 0
    if held:
        dst[0] = bits
        dst = ptr8(int(dst) + 1)
    return int(dst) - first
