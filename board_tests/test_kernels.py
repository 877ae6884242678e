"""The kernels of what every stream needs in every form on this board, held to the plain ones: see twins.py."""

from twins import agree


def test_link():
    agree("link")


def test_unlink():
    agree("unlink")


def test_blockpack():
    agree("blockpack")


def test_unblockpack():
    agree("unblockpack")


def test_delta():
    agree("delta")


def test_fifo():
    agree("fifo")


def test_memory():
    agree("memory")
