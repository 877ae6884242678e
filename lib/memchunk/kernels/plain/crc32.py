"""CRC of 32 bits, for any catalogue parameters: they are all in the table, as `codecs.crc_table` makes it.

The register is kept as four bytes, first the one that meets the next byte of data; see `crc16`.

    table   xorout | 256 entries, or 16 of the low nibble and 16 of the high one: four bytes each, as the register
"""

_ENTRIES = 4


def bytewise(state, src, n, table):
    """Carry the CRC in `state` on over the first `n` bytes of `src`, by a table of 256.

    `state` holds a finished CRC before and after.
    """
    first = state[0] ^ table[0]
    second = state[1] ^ table[1]
    third = state[2] ^ table[2]
    fourth = state[3] ^ table[3]
    for i in range(n):
        at = _ENTRIES + 4 * (first ^ src[i])
        first = second ^ table[at]
        second = third ^ table[at + 1]
        third = fourth ^ table[at + 2]
        fourth = table[at + 3]
    state[0] = first ^ table[0]
    state[1] = second ^ table[1]
    state[2] = third ^ table[2]
    state[3] = fourth ^ table[3]


def nibblewise(state, src, n, table):
    """The same by two tables of 16: slower, in an eighth of the memory."""
    first = state[0] ^ table[0]
    second = state[1] ^ table[1]
    third = state[2] ^ table[2]
    fourth = state[3] ^ table[3]
    for i in range(n):
        byte = first ^ src[i]
        low = _ENTRIES + 4 * (byte & 15)
        high = _ENTRIES + 4 * (16 + (byte >> 4))
        first = second ^ table[low] ^ table[high]
        second = third ^ table[low + 1] ^ table[high + 1]
        third = fourth ^ table[low + 2] ^ table[high + 2]
        fourth = table[low + 3] ^ table[high + 3]
    state[0] = first ^ table[0]
    state[1] = second ^ table[1]
    state[2] = third ^ table[2]
    state[3] = fourth ^ table[3]
