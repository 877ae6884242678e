from inputs import walk
from memchunk import Remap


def remap(n):
    return walk(n, 3), bytearray(n), n // 6, bytearray(Remap((2, 1, -3))._table)
