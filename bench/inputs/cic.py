from inputs import walk
from memchunk import Cic


def cic(n):
    return walk(n, 3), bytearray(n), n // 6, bytearray(Cic(3, 16, 3)._state)
