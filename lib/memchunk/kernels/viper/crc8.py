"""CRC of 8 bits, for any catalogue parameters. The plain form tells how the table is laid out.

Four bytes a round, at a pointer that moves: a loop and an index cost as much as the CRC itself.
"""

import micropython


@micropython.viper
def bytewise(state: ptr8, src: ptr8, n: int, table: ptr8):
    crc = state[0] ^ table[0]
    entries = ptr8(int(table) + 4)
    while n >= 4:
        crc = entries[crc ^ src[0]]
        crc = entries[crc ^ src[1]]
        crc = entries[crc ^ src[2]]
        crc = entries[crc ^ src[3]]
        src = ptr8(int(src) + 4)
        n -= 4
    while n > 0:
        crc = entries[crc ^ src[0]]
        src = ptr8(int(src) + 1)
        n -= 1
    state[0] = crc ^ table[0]


@micropython.viper
def nibblewise(state: ptr8, src: ptr8, n: int, table: ptr8):
    crc = state[0] ^ table[0]
    low = ptr8(int(table) + 4)
    high = ptr8(int(table) + 20)
    while n >= 4:
        crc ^= src[0]
        crc = low[crc & 15] ^ high[crc >> 4]
        crc ^= src[1]
        crc = low[crc & 15] ^ high[crc >> 4]
        crc ^= src[2]
        crc = low[crc & 15] ^ high[crc >> 4]
        crc ^= src[3]
        crc = low[crc & 15] ^ high[crc >> 4]
        src = ptr8(int(src) + 4)
        n -= 4
    while n > 0:
        crc ^= src[0]
        crc = low[crc & 15] ^ high[crc >> 4]
        src = ptr8(int(src) + 1)
        n -= 1
    state[0] = crc ^ table[0]
