"""CRC of 8 bits, for any catalogue parameters: they are all in the table, as `codecs.crc_table` makes it.

The register is one byte, and bits reflected or not are a matter of the table alone.

    table   xorout 0 0 0 | 256 entries, or 16 of the low nibble and 16 of the high one: one byte each
"""

_ENTRIES = 4


def bytewise(state, src, n, table):
    """Carry the CRC in `state` on over the first `n` bytes of `src`, by a table of 256.

    `state` holds a finished CRC before and after.
    """
    crc = state[0] ^ table[0]
    for i in range(n):
        crc = table[_ENTRIES + (crc ^ src[i])]
    state[0] = crc ^ table[0]


def nibblewise(state, src, n, table):
    """The same by two tables of 16: slower, in an eighth of the memory."""
    crc = state[0] ^ table[0]
    for i in range(n):
        crc ^= src[i]
        crc = table[_ENTRIES + (crc & 15)] ^ table[_ENTRIES + 16 + (crc >> 4)]
    state[0] = crc ^ table[0]
