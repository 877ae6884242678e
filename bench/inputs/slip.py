from inputs import noise


def escape(n):
    return noise(n), n, bytearray(2 * n + 2), 1
