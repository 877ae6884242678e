"""Channels of int16 rows in another order, and turned round.

    table   channels | axis 0 | axis 1 | … | room for a row        little-endian int16 each
"""


def remap(src, dst, rows, table):
    """Channel k of `dst` is channel |axis k| of `src`, from 1 on, negated where axis k is; `dst` may be `src`.

    -(-32768) is 32767.
    """
    row = 2 * (table[0] | table[1] << 8)
    held = 2 + row
    at = 0
    while at < rows * row:
        for i in range(row):
            table[held + i] = src[at + i]
        for i in range(0, row, 2):
            axis = _int16(table, 2 + i)
            if axis > 0:
                value = _int16(table, held + 2 * axis - 2)
            else:
                value = min(-_int16(table, held - 2 * axis - 2), 32767)
            dst[at + i] = value & 0xFF
            dst[at + i + 1] = value >> 8 & 0xFF
        at += row


def _int16(buf, at):
    value = buf[at] | buf[at + 1] << 8
    return value - 0x10000 if value & 0x8000 else value
