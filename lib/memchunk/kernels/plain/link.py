"""What closes a frame: CRC-32/ISO-HDLC, and consistent overhead byte stuffing without the delimiter.

The CRC goes four bits at a time, in two halves that stay small ints on 32-bit boards.
"""

# The polynomial 0xEDB88320 run through the sixteen nibbles, low and high halves.
_LOW = (
    0x0000, 0x1064, 0x20C8, 0x30AC, 0x4190, 0x51F4, 0x6158, 0x713C,
    0x8320, 0x9344, 0xA3E8, 0xB38C, 0xC2B0, 0xD2D4, 0xE278, 0xF21C,
)  # fmt: skip
_HIGH = (
    0x0000, 0x1DB7, 0x3B6E, 0x26D9, 0x76DC, 0x6B6B, 0x4DB2, 0x5005,
    0xEDB8, 0xF00F, 0xD6D6, 0xCB61, 0x9B64, 0x86D3, 0xA00A, 0xBDBD,
)  # fmt: skip


def crc32(state, buf, n):
    """Carry the CRC in the four bytes of `state`, little-endian, on over the first `n` bytes of `buf`.

    `state` holds a finished CRC before and after, and four zero bytes is the CRC of nothing.
    """
    low = ~(state[0] | state[1] << 8) & 0xFFFF
    high = ~(state[2] | state[3] << 8) & 0xFFFF
    for i in range(n):
        low ^= buf[i]
        for _ in range(2):
            nibble = low & 15
            low = (low >> 4 | high << 12) & 0xFFFF ^ _LOW[nibble]
            high = high >> 4 ^ _HIGH[nibble]
    state[0] = ~low & 0xFF
    state[1] = ~low >> 8 & 0xFF
    state[2] = ~high & 0xFF
    state[3] = ~high >> 8 & 0xFF


def stuff(src, n, dst):
    """Stuff the first `n` bytes of `src` into `dst`; returns the length.

    In place: forward, if `dst` starts max_len(n) - n or more bytes before `src` in the same memory.
    """
    code_at = 0  # where the length of the open group goes
    at = 1
    for i in range(n):
        byte = src[i]
        if at - code_at == 255:  # a full group carries no zero of its own
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
