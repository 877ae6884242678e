"""SLIP, COBS/R, hex, base64 and CSV in every form on this board, their kernels held to the plain ones: see twins.py."""

from twins import agree


def test_slip():
    agree("slip")


def test_unslip():
    agree("unslip")


def test_cobsr():
    agree("cobsr")


def test_uncobsr():
    agree("uncobsr")


def test_hex():
    agree("hex")


def test_unhex():
    agree("unhex")


def test_base64():
    agree("base64")


def test_unbase64():
    agree("unbase64")


def test_csv():
    agree("csv")


def test_uncsv():
    agree("uncsv")
