from inputs import plain, walk


def _packed(n):
    out = bytearray(2 * n)
    return bytes(out[: plain("blockpack").pack(walk(n), out, n // 12, 6)])


def packed_len(n):
    packed = _packed(n)
    return packed, len(packed), n // 12, 6


def unpack(n):
    return _packed(n), bytearray(n // 12 * 12), n // 12, 6
