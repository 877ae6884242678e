from inputs import walk
from memchunk import Boxcar


def boxcar(n):
    return walk(n, 3), bytearray(n), n // 6, bytearray(Boxcar(3, 4)._state)
