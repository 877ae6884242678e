from inputs import noise


def crc32(n):
    return bytearray(4), noise(n), n


def stuff(n):
    return noise(n), n, bytearray(n + n // 254 + 1)
