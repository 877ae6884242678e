from inputs import walk
from memchunk import Biquad


def biquad(n):
    low = (726, 1452, 726, 16384, -21674, 8192)  # two low-passes at a thirteenth of the rate
    return walk(n, 3), bytearray(n), n // 6, bytearray(Biquad(3, (low, low))._state)
