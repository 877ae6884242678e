from inputs import walk
from memchunk import Threshold


def detect(n):
    alarm = Threshold(3, 60, 20)
    return walk(n, 3), n // 6, bytearray(alarm.records), bytearray(alarm._state)
