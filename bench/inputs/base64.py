from inputs import noise

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def to_base64(n):
    return noise(n), n, bytearray(4 * n // 3 + 4), bytearray(b"\0\0\0\1=" + ALPHABET)
