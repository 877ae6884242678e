from inputs import noise, plain


def find(n):
    return noise(n - 1, n) + b"\0", 0, n, 0


def unstuff(n):
    stuffed = bytearray(n + n // 254 + 1)
    size = plain("link").stuff(noise(n), n, stuffed)
    return bytes(stuffed[:size]), size, bytearray(n)
