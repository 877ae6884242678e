"""ITU-T G.711: little-endian int16 in eight bits, and back. The plain form tells what each kernel does."""

import micropython


@micropython.viper
def ulaw(src: ptr16, dst: ptr8, count: int):
    stop = int(dst) + count
    while int(dst) < stop:
        value = src[0]
        code = 0x0F
        if value & 0x8000:
            code = 0x8F
            value = 0x10003 - value  # of the 14 bits that count: up to the next multiple of 4
        value = (value >> 2) + 33
        if value >> 13:
            value = 0x1FFF
        value >>= 1
        while value >> 5:
            value >>= 1
            code -= 16
        dst[0] = code - value
        src = ptr16(int(src) + 2)
        dst = ptr8(int(dst) + 1)


@micropython.viper
def unulaw(src: ptr8, dst: ptr16, count: int):
    stop = int(src) + count
    while int(src) < stop:
        code = src[0] ^ 0xFF
        value = (code & 15) * 8 + 132 << (code >> 4 & 7)
        if code & 0x80:
            dst[0] = 132 - value
        else:
            dst[0] = value - 132
        src = ptr8(int(src) + 1)
        dst = ptr16(int(dst) + 2)


@micropython.viper
def alaw(src: ptr16, dst: ptr8, count: int):
    stop = int(dst) + count
    while int(dst) < stop:
        value = src[0]
        code = 0x80
        if value & 0x8000:
            code = 0
            value ^= 0xFFFF
        value >>= 4
        while value >> 5:
            value >>= 1
            code += 16
        dst[0] = code + value ^ 0x55
        src = ptr16(int(src) + 2)
        dst = ptr8(int(dst) + 1)


@micropython.viper
def unalaw(src: ptr8, dst: ptr16, count: int):
    stop = int(src) + count
    while int(src) < stop:
        code = src[0] ^ 0x55
        segment = code >> 4 & 7
        value = (code & 15) << 4 | 8
        if segment:
            value = value + 0x100 << segment - 1
        if code & 0x80:
            dst[0] = value
        else:
            dst[0] = 0 - value
        src = ptr8(int(src) + 1)
        dst = ptr16(int(dst) + 2)
