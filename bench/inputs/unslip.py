from inputs import noise, plain


def unescape(n):
    packet = bytearray(2 * n + 2)
    size = plain("slip").escape(noise(n), n, packet, 1)
    return bytes(packet[:size]), size, bytearray(n)
