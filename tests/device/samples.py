"""Samples of int16 as bytes and as numbers.

    assert numbers(int16(1, -2)) == [1, -2]
    for piece in pieces(random, data, row_size): ...
"""

EDGES = (0, 1, -1, 2, -2, 127, -128, 255, 256, 16383, 16384, -16384, 32766, 32767, -32767, -32768)


def int16(*values):
    """Little-endian."""
    return b"".join(bytes((value & 0xFF, value >> 8 & 0xFF)) for value in values)


def numbers(data):
    """Those of int16 in `data`."""
    values = []
    for i in range(0, len(data), 2):
        value = data[i] | data[i + 1] << 8
        values.append(value - 65536 if value & 0x8000 else value)
    return values


def pieces(random, data, row_size):
    """`data` in pieces of whole rows, an empty one here and there."""
    found = []
    at, n = 0, len(data)
    while at < n:
        size = random.below(5) * row_size
        found.append(data[at : at + size])
        at += size
    return found
