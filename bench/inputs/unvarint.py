from inputs import plain, varint as forward


def encoded(n, itemsize):
    """About `n` bytes of values."""
    numbers = forward.numbers(n * itemsize, itemsize)
    out = bytearray(3 * n)
    varint = plain("varint")
    size = (varint.encode16 if itemsize == 2 else varint.encode32)(numbers, out, n)
    while size > n or out[size - 1] > 127:
        size -= 1
    return bytes(out[:size])


def values(n):
    data = encoded(n, 2)
    return data, len(data)


def decode16(n):
    data = encoded(n, 2)
    return data, len(data), bytearray(2 * n)


def decode32(n):
    data = encoded(n, 4)
    return data, len(data), bytearray(4 * n)
