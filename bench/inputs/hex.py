from inputs import noise


def to_hex(n):
    return noise(n), n, bytearray(2 * n), b"0123456789abcdef"
