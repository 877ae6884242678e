"""blockpack undone: rows of int16 from their packed differences. The plain form tells what each kernel does.

The first two arguments are in registers, other locals in memory: hence pointers that move.
"""

import micropython


@micropython.viper
def packed_len(src: ptr8, size: int, rows: int, channels: int) -> int:
    start = int(src)
    end = start + size
    pairs = channels + 1 >> 1
    left = rows - 1
    if rows:
        src = ptr8(start + 2 * channels)
    while left > 0:
        body = int(src) + pairs
        if body > end:
            return -1
        size = 0  # from here on bits of a row
        code = 0
        while int(src) < body:
            code = src[0]
            size += code - (code >> 4) * 15 + ((code & 15) + 1 >> 4) + (code + 16 >> 8)
            src = ptr8(int(src) + 1)
        if code > 15 and channels & 1:
            return -1
        if left < 8:
            size *= left
        else:
            size *= 8
        src = ptr8(int(src) + (size + 7 >> 3))
        left -= 8
    if int(src) > end:
        return -1
    return int(src) - start


@micropython.viper
def unpack(src: ptr8, dst: ptr16, rows: int, channels: int):
    row = 2 * channels
    end = int(dst) + rows * row
    before = int(dst)
    stop = before + row
    if stop > end:
        stop = end
    while int(dst) < stop:
        dst[0] = src[0] | src[1] << 8
        src = ptr8(int(src) + 2)
        dst = ptr16(int(dst) + 2)
    while int(dst) < end:
        stop = int(dst) + 8 * row
        if stop > end:
            stop = end
        header = int(src)
        src = ptr8(header + (channels + 1 >> 1))
        bits = 0
        held = 0
        while int(dst) < stop:
            codes = header
            code = 0  # two widths, and bit 8 as long as the second is to come
            row_end = int(dst) + row
            while int(dst) < row_end:
                if code > 255:
                    code >>= 4
                else:
                    code = ptr8(codes)[0] | 256
                    codes += 1
                width = (code & 15) + ((code & 15) + 1 >> 4)
                while held < width:
                    bits |= src[0] << held
                    src = ptr8(int(src) + 1)
                    held += 8
                held -= width
                value = bits & (1 << width) - 1
                bits >>= width
                dst[0] = (value >> 1 ^ (0 - (value & 1))) + ptr16(before)[0]
                dst = ptr16(int(dst) + 2)
                before += 2
