"""Offset and gain for each channel of int16 rows, in fixed point.

    table   channels | shift | offset 0 | gain 0 | offset 1 | gain 1 | …      little-endian int32 each
"""


def calibrate(src, dst, rows, table):
    """(sample - offset) · gain / 2^shift, half rounded up, kept within int16; `dst` may be `src`.

    Offsets and gains are int16, `shift` is 8 to 15. The product has up to 32 bits: by halves it stays a small int.
    """
    row = 2 * table[0]
    shift = table[4]
    half = 1 << shift - 1
    for at in range(8, 8 + 4 * row, 8):
        offset, gain = _int16(table, at), _int16(table, at + 4)
        i = at - 8 >> 2
        while i < rows * row:
            away = _int16(src, i) - offset
            value = (away >> 8) * gain + ((away & 0xFF) * gain + half >> 8) >> shift - 8
            value = max(-32768, min(32767, value))
            dst[i] = value & 0xFF
            dst[i + 1] = value >> 8 & 0xFF
            i += row


def _int16(buf, at):
    value = buf[at] | buf[at + 1] << 8
    return value - 0x10000 if value & 0x8000 else value
