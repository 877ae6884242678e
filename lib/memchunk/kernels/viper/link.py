"""What closes a frame: CRC-32/ISO-HDLC, four bits at a time, and COBS without the delimiter."""

import micropython
from array import array

_NIBBLES = array(
    "I",
    (
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    ),
)  # fmt: skip


@micropython.viper
def crc32(state: ptr8, buf: ptr8, n: int):
    table = ptr32(_NIBBLES)
    crc = 0
    i = 4
    while i:
        i -= 1
        crc = crc << 8 | (state[i] ^ 0xFF)
    while i < n:
        crc ^= buf[i]
        # The shift is arithmetic where an int has 32 bits: the mask takes the sign's copies out.
        crc = (crc >> 4 & 0x0FFFFFFF) ^ table[crc & 15]
        crc = (crc >> 4 & 0x0FFFFFFF) ^ table[crc & 15]
        i += 1
    i = 0
    while i < 4:
        state[i] = crc ^ 0xFF
        crc >>= 8
        i += 1


@micropython.viper
def stuff(src: ptr8, n: int, dst: ptr8) -> int:
    code_at = 0
    at = 1
    i = 0
    while i < n:
        byte = src[i]
        i += 1
        if at - code_at == 255:
            dst[code_at] = 255
            code_at = at
            at += 1
        if byte:
            dst[at] = byte
        else:
            dst[code_at] = at - code_at
            code_at = at
        at += 1
    dst[code_at] = at - code_at
    return at
