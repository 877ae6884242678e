"""The kernels of varint, pack12 and rice in every form on this board, held to the plain ones: see twins.py."""

from twins import agree


def test_varint():
    agree("varint")


def test_unvarint():
    agree("unvarint")


def test_pack12():
    agree("pack12")


def test_unpack12():
    agree("unpack12")


def test_rice():
    agree("rice")


def test_unrice():
    agree("unrice")
