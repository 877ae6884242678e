from inputs import noise
from memchunk.codecs.catalogue import Crc


def bytewise(n):
    crc = Crc("CRC-16/MODBUS")
    return bytearray(crc.value), noise(n), n, bytes(crc._given)


def nibblewise(n):
    crc = Crc("CRC-16/MODBUS", small=True)
    return bytearray(crc.value), noise(n), n, bytes(crc._given)
