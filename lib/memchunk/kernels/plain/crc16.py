"""CRC of 16 bits, for any catalogue parameters: they are all in the table, as `codecs.crc_table` makes it.

The register is kept as two bytes, first the one that meets the next byte of data. So it is the same work whether
bits are reflected (then that is the low byte) or not (the high one).

    table   xorout 0 0 | 256 entries, or 16 of the low nibble and 16 of the high one: two bytes each, as the register
"""

_ENTRIES = 4


def bytewise(state, src, n, table):
    """Carry the CRC in `state` on over the first `n` bytes of `src`, by a table of 256.

    `state` holds a finished CRC before and after.
    """
    first = state[0] ^ table[0]
    second = state[1] ^ table[1]
    for i in range(n):
        at = _ENTRIES + 2 * (first ^ src[i])
        first = second ^ table[at]
        second = table[at + 1]
    state[0] = first ^ table[0]
    state[1] = second ^ table[1]


def nibblewise(state, src, n, table):
    """The same by two tables of 16: slower, in an eighth of the memory."""
    first = state[0] ^ table[0]
    second = state[1] ^ table[1]
    for i in range(n):
        byte = first ^ src[i]
        low = _ENTRIES + 2 * (byte & 15)
        high = _ENTRIES + 2 * (16 + (byte >> 4))
        first = second ^ table[low] ^ table[high]
        second = table[low + 1] ^ table[high + 1]
    state[0] = first ^ table[0]
    state[1] = second ^ table[1]
