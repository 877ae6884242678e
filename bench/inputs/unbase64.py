from inputs import noise, plain
from inputs.base64 import ALPHABET


def from_base64(n):
    size, digits = n // 4 * 3 - 1, bytearray(n)
    plain("base64").to_base64(noise(size), size, digits, bytearray(b"\0\0\0\1=" + ALPHABET))
    state = bytearray(b"\0\0\0\0\1=\0") + b"\xff" * 128
    for value in range(64):
        state[7 + ALPHABET[value]] = value
    return bytes(digits), n // 4 * 4, bytearray(size), state
