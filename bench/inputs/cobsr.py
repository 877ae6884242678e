from inputs import noise, plain


def reduce(n):
    stuffed = bytearray(n + n // 254 + 1)
    size = plain("link").stuff(noise(n, 30), n, stuffed)
    return stuffed, size
