from inputs import noise, walk


def ulaw(n):
    return walk(n, 1), bytearray(n // 2), n // 2


def unulaw(n):
    return noise(n), bytearray(2 * n), n


alaw = ulaw
unalaw = unulaw
