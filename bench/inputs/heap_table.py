from inputs import noise


def table(n):
    """Of objects and buffers, and holes of many sizes: heads and tails in turns, two eighths free."""
    out = bytearray(noise(n))
    for i in range(n):
        out[i] = (0x96, 0xA9, 0x52, 0xAA, 0x21, 0, 0xAA, 0x44)[out[i] >> 3 & 7]
    return bytes(out)


def walk(n):
    return table(n), n, bytearray(4 * 29)


def fits(n):
    return table(n), n, 3
