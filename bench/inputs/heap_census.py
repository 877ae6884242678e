from struct import pack, pack_into

from inputs import heap_words, noise
from inputs.heap_table import table


def tally(n):
    """Six types, and the rest."""
    types = [0x10040000 + 44 * k for k in range(6)]
    words, kinds, out = bytearray(noise(n)), noise(n // 16), pack("<2I", 1, len(types))
    for i in range(n // 16):
        if kinds[i] & 7 < len(types):
            pack_into("<I", words, 16 * i, types[kinds[i] & 7])
    for a_type in types + [0]:
        out += pack("<4I", a_type, 0, 0, 0)
    return table(n // 64), n // 64, bytes(words), bytearray(out)


def point(n):
    return heap_words.pool(n), n // 4, table(n // 64), pack("<4I", 1, n // 16, heap_words.LOW, 0)
