from inputs import noise


def numbers(n, itemsize):
    """Magnitudes as differences of samples have: most in one byte, a quarter in two, some in more."""
    anything, out = noise(2 * n), bytearray(n)
    for at in range(0, n, itemsize):
        dice = anything[at]
        value = (anything[at + 1] | dice << 8) & 0xFFFF
        value >>= 9 if dice & 3 else 4 if dice & 31 else 0
        out[at], out[at + 1] = value & 0xFF, value >> 8
    return bytes(out)


def encode16(n):
    return numbers(n, 2), bytearray(2 * n), n // 2


def encode32(n):
    return numbers(n, 4), bytearray(2 * n), n // 4
