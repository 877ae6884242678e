from inputs import noise, plain


def unstuff(n):
    stuffed = bytearray(n + n // 254 + 1)
    size = plain("link").stuff(noise(n), n, stuffed)
    size = plain("cobsr").reduce(stuffed, size)
    return bytes(stuffed[:size]), size, bytearray(n)
