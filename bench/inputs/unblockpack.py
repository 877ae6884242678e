from inputs import walk
from memchunk.kernels.plain import blockpack


def _packed(n):
    out = bytearray(2 * n)
    return bytes(out[: blockpack.pack(walk(n), out, n // 12, 6)])


def packed_len(n):
    packed = _packed(n)
    return packed, len(packed), n // 12, 6


def unpack(n):
    return _packed(n), bytearray(n // 12 * 12), n // 12, 6
