"""Rice coding undone: rows of int16 from their packed differences. The plain form tells what each kernel does."""

import micropython


@micropython.viper
def packed_len(src: ptr8, size: int, rows: int, channels: int) -> int:
    start = int(src)
    end = start + size
    if not rows:
        return 0
    head = 2 * channels
    widths = ptr8(start + head)
    if rows > 1:
        head += channels + 1 >> 1
    if head > size:
        return -1 - size
    if rows < 2:
        return head
    src = ptr8(start + head)
    if channels & 1:
        if widths[channels >> 1] > 15:
            return 0 - head
    size = 0  # bits that wait: the first two arguments are in registers
    held = 0
    channel = 0
    left = (rows - 1) * channels
    while left:
        width = widths[channel >> 1] >> ((channel & 1) << 2) & 15
        zeros = 0
        least = 0
        if width ^ 15:
            while not size & 1 and zeros < 10:
                if held:
                    size >>= 1
                    held -= 1
                    zeros += 1
                else:
                    if int(src) == end:
                        return -1 - (end - start)
                    size = src[0]
                    held = 8
                    src = ptr8(int(src) + 1)
            if zeros < 10:
                size >>= 1
                held -= 1
                if zeros << width > 0xFFFF:
                    return start - int(src)
            else:
                least = 10 << width
                width = 16
        else:
            width = 16
        while held < width:
            if int(src) == end:
                return -1 - (end - start)
            size |= src[0] << held
            held += 8
            src = ptr8(int(src) + 1)
        if least:
            if size & (1 << width) - 1 < least:
                return start - int(src)
        size >>= width
        held -= width
        channel += 1
        if not channel ^ channels:
            channel = 0
        left -= 1
    if size:
        return start - int(src)
    return int(src) - start


@micropython.viper
def unpack(src: ptr8, dst: ptr16, rows: int, channels: int):
    end = int(dst) + 2 * rows * channels
    row = 2 * channels
    before = dst
    widths = ptr8(int(src) + row)
    left = channels
    while left and int(dst) < end:
        dst[0] = src[0] | src[1] << 8
        src = ptr8(int(src) + 2)
        dst = ptr16(int(dst) + 2)
        left -= 1
    src = ptr8(int(src) + (channels + 1 >> 1))
    bits = 0
    held = 0
    channel = 0
    while int(dst) < end:
        width = widths[channel >> 1] >> ((channel & 1) << 2) & 15
        zeros = 0
        value = 0
        if width ^ 15:
            while not bits & 1 and zeros < 10:
                if held:
                    bits >>= 1
                    held -= 1
                    zeros += 1
                else:
                    bits = src[0]
                    held = 8
                    src = ptr8(int(src) + 1)
            if zeros < 10:
                bits >>= 1
                held -= 1
                value = zeros << width
            else:
                width = 16
        else:
            width = 16
        while held < width:
            bits |= src[0] << held
            held += 8
            src = ptr8(int(src) + 1)
        value |= bits & (1 << width) - 1
        bits >>= width
        held -= width
        dst[0] = (value >> 1 ^ (0 - (value & 1))) + before[0]
        before = ptr16(int(before) + 2)
        dst = ptr16(int(dst) + 2)
        channel += 1
        if not channel ^ channels:
            channel = 0
