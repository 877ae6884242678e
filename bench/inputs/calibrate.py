from struct import pack

from inputs import walk


def calibrate(n):
    table = pack("<8i", 3, 14, 12, 16072, -7, 16450, 30, 16335)  # gains close to 1
    return walk(n, 3), bytearray(n), n // 6, table
