"""The kernels of CRCs and checksums in every form on this board, held to the plain ones: see twins.py."""

from twins import agree


def test_crc8():
    agree("crc8")


def test_crc16():
    agree("crc16")


def test_crc32():
    agree("crc32")


def test_sums():
    agree("sums")
