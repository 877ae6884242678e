from struct import pack, pack_into

from inputs import noise
from inputs.heap_table import table

LOW = 0x20001000


def pool(n):
    """Words as a heap of so many bytes has them: half are no multiples of a block, a quarter point into it."""
    words, kinds = bytearray(noise(n)), noise(n // 4)
    for i in range(n // 4):
        place = kinds[i] * 0x95 + i * 7
        word = (place << 4, LOW + place % (n // 16) * 16, place << 1 | 1, 2 * place + 0x10000001)[kinds[i] >> 2 & 3]
        pack_into("<I", words, 4 * i, word)
    return bytes(words)


def scan(n):
    return pool(n), n // 64, table(n // 64), bytearray(28) + pack("<3I", 1, LOW, 0)
