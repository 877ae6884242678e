from inputs import plain
from inputs.rice import pack


def _packed(n):
    rows, out, count, state = pack(n)
    return bytes(out[: plain("rice").pack(rows, out, count, state)])


def packed_len(n):
    packed = _packed(n)
    return packed, len(packed), n // 12, 6


def unpack(n):
    return _packed(n), bytearray(n // 12 * 12), n // 12, 6
