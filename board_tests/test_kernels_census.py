"""The kernels of the census in every form on this board, held to the plain ones: see twins.py."""

from twins import agree


def test_heap_census():
    agree("heap_census")
