"""ITU-T G.711: little-endian int16 in eight bits, and back. The plain form tells what each kernel does."""

import micropython


@micropython.viper
def ulaw(src: ptr16, dst: ptr8, count: int):
    i = 0
    while i < count:
        value = src[i]
        sign = 0xFF
        if value & 0x8000:
            sign = 0x7F
            value = 0x10003 - value  # of the 14 bits that count: up to the next multiple of 4
        value >>= 2
        if value > 8158:
            value = 8158
        value += 33
        segment = 0
        while value >> segment > 63:
            segment += 1
        dst[i] = (segment << 4 | value >> segment + 1 & 15) ^ sign
        i += 1


@micropython.viper
def unulaw(src: ptr8, dst: ptr16, count: int):
    i = 0
    while i < count:
        code = src[i] ^ 0xFF
        value = (((code & 15) * 2 + 33 << (code >> 4 & 7)) - 33) << 2
        if code & 0x80:
            value = 0 - value
        dst[i] = value
        i += 1


@micropython.viper
def alaw(src: ptr16, dst: ptr8, count: int):
    i = 0
    while i < count:
        value = src[i]
        sign = 0xD5
        if value & 0x8000:
            sign = 0x55
            value ^= 0xFFFF
        value >>= 3
        segment = 0
        while value >> segment > 31:
            segment += 1
        shift = segment
        if segment == 0:
            shift = 1
        dst[i] = (segment << 4 | value >> shift & 15) ^ sign
        i += 1


@micropython.viper
def unalaw(src: ptr8, dst: ptr16, count: int):
    i = 0
    while i < count:
        code = src[i] ^ 0x55
        segment = code >> 4 & 7
        value = (code & 15) << 4 | 8
        if segment:
            value = value + 0x100 << segment - 1
        if code & 0x80 == 0:
            value = 0 - value
        dst[i] = value
        i += 1
