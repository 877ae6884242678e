from inputs import noise, plain


def reduce(n):
    """The last byte is its group's length: once reduced, the groups end where they did, however often it is timed."""
    data, stuffed = bytearray(noise(n, 30)), bytearray(n + n // 254 + 1)
    data[n - 1] = n % 30 + 1
    size = plain("link").stuff(data, n, stuffed)
    return stuffed, size
