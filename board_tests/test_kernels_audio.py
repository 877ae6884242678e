"""The kernels of G.711 and ADPCM in every form on this board, held to the plain ones: see twins.py."""

from twins import agree


def test_g711():
    agree("g711")


def test_adpcm():
    agree("adpcm")
