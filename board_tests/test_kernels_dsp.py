"""The kernels of transforms and analyses in every form on this board, held to the plain ones: see twins.py."""

from twins import agree


def test_copy():
    agree("copy")


def test_byteswap():
    agree("byteswap")


def test_calibrate():
    agree("calibrate")


def test_remap():
    agree("remap")


def test_statistics():
    agree("statistics")


def test_histogram():
    agree("histogram")


def test_events():
    agree("events")
