from inputs import noise


def little(n):
    return noise(n), bytearray(3 * n // 4), n // 2


def mipi(n):
    return little(n)
