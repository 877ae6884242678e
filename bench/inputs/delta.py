from inputs import noise, walk


def delta(n):
    return walk(n, 4), bytearray(n), n // 2, 4


def undelta(n):
    return walk(n, 4), bytearray(n), n // 2, 4


def zigzag(n):
    return noise(n), bytearray(n), n // 2


def unzigzag(n):
    return noise(n), bytearray(n), n // 2
