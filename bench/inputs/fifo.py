from inputs import noise


def untag(n):
    rows = n // 14
    src = bytearray(noise(14 * rows))
    for row in range(rows):
        src[14 * row] = (4 | row & 3) << 1
        src[14 * row + 7] = (8 | row & 3) << 1
    return bytes(src), bytearray(12 * rows), rows, 4
