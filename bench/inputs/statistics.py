from struct import pack

from inputs import walk


def statistics(n):
    state = bytearray(8) + pack("<2i5I", 32767, -32768, 0, 0, 0, 0, 0) * 3
    return walk(n, 3), n // 6, bytearray(state), 3
