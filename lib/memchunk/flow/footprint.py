"""How many bytes of heap an object and all it owns take, by MicroPython's own arithmetic.

    footprint(pipeline)            # on this port
    footprint(pipeline, word=4)    # on a 32-bit board, asked on the PC

Asked for another word, it tells what a package with, or without, `memchunk.hot` takes, as this one is.
The collector deals in blocks of four words. An object is one block or more; what it points to is another.
"""

import struct
from array import array

from memchunk.view import View

WORD = struct.calcsize("P")  # bytes of a pointer here
# Sizes that an attribute table grows through.
_TABLES = (0, 2, 4, 6, 8, 10, 12, 17, 23, 29, 37, 47, 59, 73, 97, 127, 167, 223)


def footprint(thing, word=WORD):
    """Bytes that `thing` and what it refers to take; objects of types that are not ours count nothing.

    Allocates: to find out. IRQ-safe: no.
    """
    return 4 * word * _blocks(thing, word, [])


def _blocks(thing, word, seen):
    if isinstance(thing, int):
        return 2 if -1 != thing >> 8 * word - 2 != 0 else 0  # beyond a small one: itself and its digits
    if thing is None or isinstance(thing, str):
        return 0
    for one in seen:
        if one is thing:
            return 0
    seen.append(thing)
    if isinstance(thing, float):
        return 1
    if isinstance(thing, (tuple, list)):
        return _sequence(thing, word) + _all_blocks(thing, word, seen)
    if isinstance(thing, (bytearray, bytes, array, memoryview)):
        return 1 + (0 if isinstance(thing, memoryview) else _room(_size(thing), word))
    if isinstance(thing, View):  # its attributes, memoryview, overlay, and an address that may be large
        return _instance(6, word) + 2 + _blocks(getattr(thing, "_items", 0) if word == WORD else 0, word, seen)
    kind = type(thing).__name__
    if kind in ("bound_method", "method", "builtin_function_or_method"):
        return 1
    if kind == "closure":  # of `hot`: itself 2, its function 1, its cells, up to 5 as it has
        return 8
    if kind == "function" or not hasattr(thing, "__dict__"):
        return 0
    attributes = thing.__dict__
    return _instance(len(attributes), word) + _all_blocks(attributes.values(), word, seen)


def _all_blocks(things, word, seen):
    total = 0
    for one in things:  # a generator at every level would ask for heap that a full one no longer has
        total += _blocks(one, word, seen)
    return total


def _room(size, word):
    return (size + 4 * word - 1) // (4 * word)


def _sequence(items, word):
    n = len(items)
    if isinstance(items, tuple):
        return _room((2 + n) * word, word)
    allocated = 4
    while allocated < n:
        allocated *= 2
    return 1 + _room(allocated * word, word)


def _size(buf):
    if isinstance(buf, array):
        return len(bytes(buf)) if buf else 0
    return len(buf) + isinstance(buf, bytes)


def _instance(attributes, word):
    allocated = min((size for size in _TABLES if size >= attributes), default=attributes)
    return 1 + _room(2 * allocated * word, word)
