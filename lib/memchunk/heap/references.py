"""Why an object stays on the heap: who refers to it, and which numbers look as if they did.

    print(referrers(buf))           # ["main.ring._buf", "main.buffers[2]"]
    print(audit(samples))           # words among the samples that hold the address of something in use

The collector takes every word for a pointer that could be one, in buffers, too: an ADC's 512, which `read_u16` gives
as 0x2002, makes an address on a Pico's heap with the sample before it.
"""

import struct
import sys

import memchunk.kernels as kernels
from memchunk.heap.table import WORD, bytearray_at, find

try:
    from uctypes import addressof
except ImportError:
    pass


def referrers(thing):
    """Paths from modules to `thing`, through attributes, lists, tuples, sets and dictionaries; each object once.

    Local variables, closures and iterators are not looked into: a thing that is alive and has no path hangs on one
    of these, or on a number that looks like its address. Allocates: much. IRQ-safe: no.
    """
    return [path for path, found in _walk(thing, True) if found is thing]


def reached():
    """Objects that modules reach, each once. Allocates: much. IRQ-safe: no."""
    for _, thing in _walk(None, False):
        yield thing


def audit(buf):
    """How many words of `buf` (bytes, an array, ...) hold the address of a piece in use, which stays alive for it.

    A word is looked at where the collector does, at a multiple of its size. Raises RuntimeError, which says why, where
    the collector's table is not to be had; returns 0 on CPython, whose collector looks at no numbers.
    Allocates: a few objects. IRQ-safe: no.
    """
    n = len(buf)
    if not n or sys.implementation.name == "cpython":
        return 0
    tables = find()
    if isinstance(tables, str):
        raise RuntimeError(tables)
    start = addressof(buf)
    stop = start + n * (addressof(memoryview(buf)[1:]) - start)
    start += -start % WORD
    words = (stop - start) // WORD
    data, found = bytearray_at(start, max(words, 0) * WORD), 0
    for part, pool in zip(tables.parts, tables.pools):
        out = struct.pack("<IIII", WORD // 4, 4 * len(part), pool & 0xFFFFFFFF, pool >> 16 >> 16)
        found += kernels.heap_census.point(data, words, part, out)
    return found


def _walk(wanted, paths):
    """(path, object) of all that modules reach, the `wanted` one as often as it is referred to."""
    waiting = [(name, module) for name, module in list(sys.modules.items()) if module is not None]
    if "__main__" not in sys.modules:
        waiting.append(("__main__", __import__("__main__")))
    seen = {id(module) for _, module in waiting}
    while waiting:
        path, holder = waiting.pop()
        for step, thing in _inside(holder):
            path_on = path + step if paths else path
            if thing is wanted:
                yield path_on, thing
            elif id(thing) not in seen:
                seen.add(id(thing))
                yield path_on, thing
                waiting.append((path_on, thing))


def _inside(holder):
    """(how it is written, object) of each thing in `holder`."""
    if isinstance(holder, dict):
        return [("[%r]" % (key,), thing) for key, thing in list(holder.items())]
    if isinstance(holder, (list, tuple)):
        return [("[%d]" % i, thing) for i, thing in enumerate(holder)]
    if isinstance(holder, (set, frozenset)):
        return [("{}", thing) for thing in list(holder)]
    inside: dict = getattr(holder, "__dict__", {})
    if type(inside).__name__ not in ("dict", "mappingproxy"):  # a proxy of another language's object has anything
        return ()
    return [("." + str(name), thing) for name, thing in list(inside.items())]
