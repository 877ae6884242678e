"""The kernels of the heap's instruments in every form on this board, held to the plain ones: see twins.py."""

from twins import agree


def test_heap_table():
    agree("heap_table")


def test_heap_words():
    agree("heap_words")


def test_heap_census():
    agree("heap_census")
