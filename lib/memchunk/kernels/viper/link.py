"""What closes a frame: CRC-32/ISO-HDLC, four bits at a time, and COBS without the delimiter.

The first two arguments are in registers, other locals in memory: hence the CRC goes about as `state`.
"""

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
    out = state
    crc = 0
    i = 4
    while i:
        i -= 1
        crc = crc << 8 | (out[i] ^ 0xFF)
    state = ptr8(crc)
    while n > 3:
        state = ptr8(int(state) ^ buf[0])
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        state = ptr8(int(state) ^ buf[1])
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        state = ptr8(int(state) ^ buf[2])
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        state = ptr8(int(state) ^ buf[3])
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        buf = ptr8(int(buf) + 4)
        n -= 4
    while n:
        state = ptr8(int(state) ^ buf[0])
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        state = ptr8(table[int(state) & 15] ^ uint(state) >> 4)
        buf = ptr8(int(buf) + 1)
        n -= 1
    crc = int(state)
    while i < 4:
        out[i] = crc ^ 0xFF
        crc >>= 8
        i += 1


@micropython.viper
def stuff(src: ptr8, n: int, dst: ptr8) -> int:
    start = int(dst)
    while True:
        code_at = dst
        dst = ptr8(int(dst) + 1)
        left = n  # until the group is full, or all is done
        if n > 254:
            left = 254
        while left > 3 and src[0] and src[1] and src[2] and src[3]:
            dst[0] = src[0]
            dst[1] = src[1]
            dst[2] = src[2]
            dst[3] = src[3]
            src = ptr8(int(src) + 4)
            dst = ptr8(int(dst) + 4)
            left -= 4
        while left and src[0]:
            dst[0] = src[0]
            src = ptr8(int(src) + 1)
            dst = ptr8(int(dst) + 1)
            left -= 1
        group = int(dst) - int(code_at)
        code_at[0] = group
        n -= group - 1
        if n == 0:
            return int(dst) - start
        if left:  # at a zero, which the next group's length stands for
            src = ptr8(int(src) + 1)
            n -= 1
