"""The kernels of filters in every form on this board, held to the plain ones: see twins.py."""

from twins import agree


def test_fir():
    agree("fir")


def test_moving_average():
    agree("moving_average")


def test_boxcar():
    agree("boxcar")


def test_cic():
    agree("cic")


def test_biquad():
    agree("biquad")
