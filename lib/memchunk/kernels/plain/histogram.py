"""Counts of int16 samples by size, for each channel.

    shape    channels | low | width | bins                             little-endian 16 bits each, `low` signed
    counts   below low | bin 0 | bin 1 | … | above the last | …        little-endian 32 bits each, channel by channel
"""

_MOST = 0x3FFFFFFF  # where a count stays: a small int everywhere


def histogram(src, rows, counts, shape):
    """Count each of `rows` × channels int16."""
    channels, width, bins = _uint16(shape, 0), _uint16(shape, 4), _uint16(shape, 6)
    low = _int16(shape, 2)
    for i in range(rows * channels):
        away = _int16(src, 2 * i) - low
        place = min(away // width, bins) + 1 if away >= 0 else 0
        _count(counts, 4 * (i % channels * (bins + 2) + place))


def clear(counts, n):
    """`n` counts to zero."""
    for i in range(4 * n):
        counts[i] = 0


def _count(counts, at):
    value = _uint16(counts, at) | _uint16(counts, at + 2) << 16
    if value < _MOST:
        value += 1
        for i in range(at, at + 4):
            counts[i] = value & 0xFF
            value >>= 8


def _uint16(buf, at):
    return buf[at] | buf[at + 1] << 8


def _int16(buf, at):
    return (_uint16(buf, at) ^ 0x8000) - 0x8000
