from inputs import plain, walk


def _state():
    return bytearray(b"\1\1\0\0\0")  # one channel, with a head


def encode(n):
    return walk(n, 1), bytearray(n // 4 + 4), n // 2, _state()


def decode(n):
    coded = bytearray(n)
    count = 2 * n - 7
    plain("adpcm").encode(walk(2 * count, 1), coded, count, _state())
    return bytes(coded), bytearray(2 * count), count, _state()
