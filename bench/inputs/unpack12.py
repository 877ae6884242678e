from inputs import noise


def little(n):
    return noise(n // 3 * 3), bytearray(n // 3 * 4), n // 3 * 2, 0


def mipi(n):
    return little(n)
