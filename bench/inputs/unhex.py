from inputs import noise, plain


def from_hex(n):
    digits = bytearray(n)
    plain("hex").to_hex(noise(n // 2), n // 2, digits, b"0123456789abcdef")
    return bytes(digits), n, bytearray(n // 2), bytearray(b"\1")
