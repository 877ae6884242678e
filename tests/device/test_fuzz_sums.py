"""The decoders of CRCs and checksums survive any bytes."""

# lanes: timeout=900

from fuzzing import survive
from helpers import Random

from memchunk import Adler32, Crc, Fletcher16


def outlive(codec):
    valid = []
    for n in (0, 1, 5, 70):
        out = bytearray(n + 4)
        valid.append(out[: codec.encode_into(Random(n).bytes(n), out)])
    assert survive(codec.decode_into, valid, 96, refused=ValueError) > 20


def test_crc8():
    outlive(Crc("CRC-8/MAXIM", small=True))


def test_crc16():
    outlive(Crc("CRC-16/MODBUS"))


def test_crc32():
    outlive(Crc("CRC-32C", small=True))


def test_fletcher16():
    outlive(Fletcher16())


def test_adler32():
    outlive(Adler32())
