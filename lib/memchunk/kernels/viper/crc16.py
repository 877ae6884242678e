"""CRC of 16 bits, for any catalogue parameters. The plain form tells how the table is laid out.

Four bytes a round, at a pointer that moves: a loop and an index cost as much as the CRC itself.
"""

import micropython


@micropython.viper
def bytewise(state: ptr8, src: ptr8, n: int, table: ptr16):
    crc = (state[0] | state[1] << 8) ^ table[0]
    entries = ptr16(int(table) + 4)
    while n >= 4:
        crc = crc >> 8 ^ entries[(crc ^ src[0]) & 255]
        crc = crc >> 8 ^ entries[(crc ^ src[1]) & 255]
        crc = crc >> 8 ^ entries[(crc ^ src[2]) & 255]
        crc = crc >> 8 ^ entries[(crc ^ src[3]) & 255]
        src = ptr8(int(src) + 4)
        n -= 4
    while n > 0:
        crc = crc >> 8 ^ entries[(crc ^ src[0]) & 255]
        src = ptr8(int(src) + 1)
        n -= 1
    crc ^= table[0]
    state[0] = crc
    state[1] = crc >> 8


@micropython.viper
def nibblewise(state: ptr8, src: ptr8, n: int, table: ptr16):
    crc = (state[0] | state[1] << 8) ^ table[0]
    low = ptr16(int(table) + 4)
    high = ptr16(int(table) + 36)
    while n >= 4:
        crc ^= src[0]
        crc = crc >> 8 ^ low[crc & 15] ^ high[crc >> 4 & 15]
        crc ^= src[1]
        crc = crc >> 8 ^ low[crc & 15] ^ high[crc >> 4 & 15]
        crc ^= src[2]
        crc = crc >> 8 ^ low[crc & 15] ^ high[crc >> 4 & 15]
        crc ^= src[3]
        crc = crc >> 8 ^ low[crc & 15] ^ high[crc >> 4 & 15]
        src = ptr8(int(src) + 4)
        n -= 4
    while n > 0:
        crc ^= src[0]
        crc = crc >> 8 ^ low[crc & 15] ^ high[crc >> 4 & 15]
        src = ptr8(int(src) + 1)
        n -= 1
    crc ^= table[0]
    state[0] = crc
    state[1] = crc >> 8
