"""CRC of 32 bits, for any catalogue parameters. The plain form tells how the table is laid out.

Four bytes a round, at a pointer that moves: a loop and an index cost as much as the CRC itself.
A shift is arithmetic where an int has 32 bits: a mask takes the sign's copies out.
"""

import micropython


@micropython.viper
def bytewise(state: ptr8, src: ptr8, n: int, table: ptr32):
    crc = (state[0] | state[1] << 8 | state[2] << 16 | state[3] << 24) ^ table[0]
    entries = ptr32(int(table) + 4)
    while n >= 4:
        crc = (crc >> 8 & 0x00FFFFFF) ^ entries[(crc ^ src[0]) & 255]
        crc = (crc >> 8 & 0x00FFFFFF) ^ entries[(crc ^ src[1]) & 255]
        crc = (crc >> 8 & 0x00FFFFFF) ^ entries[(crc ^ src[2]) & 255]
        crc = (crc >> 8 & 0x00FFFFFF) ^ entries[(crc ^ src[3]) & 255]
        src = ptr8(int(src) + 4)
        n -= 4
    while n > 0:
        crc = (crc >> 8 & 0x00FFFFFF) ^ entries[(crc ^ src[0]) & 255]
        src = ptr8(int(src) + 1)
        n -= 1
    crc ^= table[0]
    state[0] = crc
    state[1] = crc >> 8
    state[2] = crc >> 16
    state[3] = crc >> 24


@micropython.viper
def nibblewise(state: ptr8, src: ptr8, n: int, table: ptr32):
    crc = (state[0] | state[1] << 8 | state[2] << 16 | state[3] << 24) ^ table[0]
    low = ptr32(int(table) + 4)
    high = ptr32(int(table) + 68)
    while n >= 4:
        crc ^= src[0]
        crc = (crc >> 8 & 0x00FFFFFF) ^ low[crc & 15] ^ high[crc >> 4 & 15]
        crc ^= src[1]
        crc = (crc >> 8 & 0x00FFFFFF) ^ low[crc & 15] ^ high[crc >> 4 & 15]
        crc ^= src[2]
        crc = (crc >> 8 & 0x00FFFFFF) ^ low[crc & 15] ^ high[crc >> 4 & 15]
        crc ^= src[3]
        crc = (crc >> 8 & 0x00FFFFFF) ^ low[crc & 15] ^ high[crc >> 4 & 15]
        src = ptr8(int(src) + 4)
        n -= 4
    while n > 0:
        crc ^= src[0]
        crc = (crc >> 8 & 0x00FFFFFF) ^ low[crc & 15] ^ high[crc >> 4 & 15]
        src = ptr8(int(src) + 1)
        n -= 1
    crc ^= table[0]
    state[0] = crc
    state[1] = crc >> 8
    state[2] = crc >> 16
    state[3] = crc >> 24
