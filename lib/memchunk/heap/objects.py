"""Which objects are on the heap, by type: how many, and in how many bytes.

    before = census()
    work()
    print(difference(before, census()))     # what came and went, the largest first
    print(census().rows["bytearray"])       # (objects, bytes)

Every piece in the collector's table (`heap.table`) begins with a word, which in an object is the address of its
type. What begins otherwise is "data": buffers, tables of dictionaries and lists, code. Where there is no table to
be had, or no machine code to walk it, those objects are counted that modules reach, without bytes; CPython tells
itself. `how` says which.
"""

import gc
import struct
import sys
from array import array

import memchunk.kernels as kernels
from memchunk.heap.references import reached
from memchunk.heap.table import BLOCK, WORD, address, bytearray_at, find

DATA = "data"


class Census:
    """`rows`: {name of a type: (objects, bytes)}, `total`: (objects, bytes), `how`: "table", "modules" or "gc".

    Bytes are an object's own; those of a buffer count as "data". Without a table they are 0.
    Allocates: a few objects a row. IRQ-safe: no.
    """

    def __init__(self, how, rows):
        self.how, self.rows = how, rows

    @property
    def total(self):
        return sum([n for n, _ in self.rows.values()]), sum([size for _, size in self.rows.values()])

    def __repr__(self):
        rows = sorted(self.rows.items(), key=lambda row: (-abs(row[1][1]), -abs(row[1][0])))
        lines = ["%8d %10d  %s" % (n, size, name) for name, (n, size) in rows]
        return "\n".join([" objects      bytes  type, by " + self.how] + lines)


def census():
    """A Census of what is alive: collects first. Takes a third of a second on a Pico.

    Classes are known by name if a module has them; instances of others count as "data".
    Allocates: it; what it is made of is not in it. IRQ-safe: no.
    """
    if sys.implementation.name == "cpython":
        return Census("gc", _told(gc.get_objects()))  # type: ignore[attr-defined]
    # In bytecode the table takes minutes, and garbage of which the census would be full.
    tables = find() if kernels.BACKEND != "plain" else "no machine code"
    if isinstance(tables, str):
        return Census("modules", _told(reached()))
    names, out = _types()
    gc.collect()
    for part, pool in zip(tables.parts, tables.pools):
        kernels.heap_census.tally(part, len(part), bytearray_at(pool, 4 * len(part) * BLOCK), out)
    return Census("table", _rows(names, out))


def difference(before, after):
    """A Census of what `after` has more or, below 0, less than `before`. Allocates: it. IRQ-safe: no."""
    rows = {}
    for name in set(before.rows) | set(after.rows):
        n, size = before.rows.get(name, (0, 0))
        now, bytes_now = after.rows.get(name, (0, 0))
        if now != n or bytes_now != size:
            rows[name] = (now - n, bytes_now - size)
    return Census(after.how, rows)


def _told(things):
    """Rows by what each thing says of itself."""
    size_of = getattr(sys, "getsizeof", lambda thing: 0)
    rows: dict = {}
    for thing in things:
        name = type(thing).__name__
        n, size = rows.get(name, (0, 0))
        rows[name] = n + 1, size + size_of(thing)
    return rows


def _types():
    """Names, and memory for the kernel: see `kernels.heap_census.tally`."""
    known = {type(thing): 0 for thing in _samples()}
    for thing in reached():
        known[thing if isinstance(thing, type) else type(thing)] = 0
    names = [kind.__name__ for kind in known] + [DATA]
    out = bytearray(4 * (2 + 4 * len(names)))
    struct.pack_into("<II", out, 0, WORD // 4, len(known))
    at = 8
    for kind in known:
        place = address(kind)
        struct.pack_into("<II", out, at, place & 0xFFFFFFFF, place >> 32 & 0xFFFFFFFF if WORD == 8 else 0)
        at += 16
    return names, out


def _samples():
    """An object of each type that may lie on a heap unreached."""

    def closure():
        return known

    def counts():
        yield

    known: tuple = (array("H"), bytearray(), b"", "", [], (), {}, set(), memoryview(b""), iter(b""), range(1))
    known += (1 << 70, 0.5, object(), object, sys, ValueError())
    return known + (_samples, [].append, closure, counts, counts())


def _rows(names, out):
    rows: dict = {}
    at = 16
    for name in names:
        n, blocks = struct.unpack_from("<II", out, at)
        at += 16
        if n:
            before, size = rows.get(name, (0, 0))
            rows[name] = before + n, size + blocks * BLOCK
    return rows
