from inputs import walk


def pack(n):
    return walk(n), bytearray(2 * n), n // 12, 6
