from inputs import noise


def swap16(n):
    return noise(n), bytearray(n), n // 2


def swap32(n):
    return noise(n), bytearray(n), n // 4
