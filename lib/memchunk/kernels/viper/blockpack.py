"""blockpack: rows of little-endian int16 as differences, eight rows to a block, one width a channel.

The plain form tells what each kernel does. A difference is taken twice, once to find the width and once to pack it:
that needs no memory beside the two buffers. The first two arguments are in registers, other locals in memory: hence
pointers that move.
"""

import micropython


@micropython.viper
def pack(src: ptr16, dst: ptr8, rows: int, channels: int) -> int:
    start = int(dst)
    row = 2 * channels
    end = int(src) + rows * row
    stop = int(src) + row
    if stop > end:
        stop = end
    while int(src) < stop:
        dst[0] = src[0]
        dst[1] = src[0] >> 8
        src = ptr16(int(src) + 2)
        dst = ptr8(int(dst) + 2)
    while int(src) < end:
        first = int(src)
        stop = first + 8 * row
        if stop > end:
            stop = end
        header = int(dst)
        channel = 0
        while channel < channels:
            src = ptr16(first + 2 * channel)
            before = ptr16(int(src) - row)[0]
            bits = 0
            while int(src) < stop:
                value = src[0] - before
                bits |= value << 1 ^ (0 - (value >> 15 & 1))  # the sign's copies above bit 15 are taken out below
                before = src[0]
                src = ptr16(int(src) + row)
            bits &= 0xFFFF
            code = 0
            if bits > 255:
                bits >>= 8
                code = 8
            while bits:
                bits >>= 1
                code += 1
            code -= code >> 4
            if channel & 1:
                dst[0] = dst[0] | code << 4
                dst = ptr8(int(dst) + 1)
            else:
                dst[0] = code
            channel += 1
        dst = ptr8(int(dst) + (channels & 1))
        src = ptr16(first)
        first -= row  # from here on where the row before is
        bits = 0
        held = 0
        while int(src) < stop:
            codes = header
            code = 0  # two widths, and bit 8 as long as the second is to come
            row_end = int(src) + row
            while int(src) < row_end:
                if code > 255:
                    code >>= 4
                else:
                    code = ptr8(codes)[0] | 256
                    codes += 1
                value = src[0] - ptr16(first)[0]
                bits |= ((value << 1 ^ (0 - (value >> 15 & 1))) & 0xFFFF) << held
                held += (code & 15) + ((code & 15) + 1 >> 4)
                src = ptr16(int(src) + 2)
                first += 2
                while held > 7:
                    dst[0] = bits
                    bits >>= 8
                    held -= 8
                    dst = ptr8(int(dst) + 1)
        if held:
            dst[0] = bits
            dst = ptr8(int(dst) + 1)
    return int(dst) - start
