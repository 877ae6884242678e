from inputs import walk
from memchunk import Fir


def fir(n):
    taps = [k * (17 - k) * 37 for k in range(1, 17)]
    return walk(n, 1), bytearray(n), n // 2, bytearray(Fir(1, taps)._state)
