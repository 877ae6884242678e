"""What can be known of a heap whose table is not to be had: by asking the collector, and by trial.

    print(heap.inspect().how)       # "by trial, because no area of a heap behind sys.modules"

On CPython these are tracemalloc's figures, which tell what Python's objects take, and nothing of what is free.
"""

import gc
import sys

import memchunk.heap.table as table

_MICROPYTHON = sys.implementation.name == "micropython"


class Trials:
    """Stands in for `table.Tables`; `why` goes into `how`. Allocates: a str. IRQ-safe: no."""

    stale = False

    def __init__(self, why):
        self._how = "by trial, because " + why if _MICROPYTHON else "tracemalloc: of a free heap CPython knows nothing"

    def fill(self, record):
        """`used` and, but not on CPython, `total`, `free` and `largest`; this to a block. All else is None.

        Allocates: what is tried, and lets go of it again; takes 20 times as long. IRQ-safe: no.
        """
        record.exact, record.how = False, self._how
        record.total = record.free = record.largest = record.runs = record.heads = record.last = None
        if not _MICROPYTHON:
            record.used = _traced()
            return record
        record.free, record.used = gc.mem_free(), gc.mem_alloc()
        record.total = record.free + record.used
        record.largest = _largest(record.free)
        return record

    def fits(self, n):
        """As many times as it was tried with success, of which up to one is lost to what keeps count; on CPython None.

        Allocates: all of it, and lets go of it again. IRQ-safe: no.
        """
        if not _MICROPYTHON:
            return None
        found = 0
        held: object = None
        most = gc.mem_free() // n  # heaps that grow would never end
        enabled = _stop()
        try:
            while found < most:
                held = (held, bytearray(n))
                found += 1
        except MemoryError:
            pass
        finally:
            held = None
            _go(enabled)
        gc.collect()
        return found


def _traced():
    import tracemalloc  # type: ignore[import-not-found]

    if not tracemalloc.is_tracing():
        tracemalloc.start()
    return tracemalloc.get_traced_memory()[0]


def _largest(free):
    """Bytes of the longest piece, by bisection: what was tried is given back at once."""
    from io import BytesIO

    low, high = 0, free // table.BLOCK
    enabled = _stop()
    try:
        while low < high:
            middle = (low + high + 1) // 2
            try:
                BytesIO(middle * table.BLOCK).close()
                low = middle
            except MemoryError:
                high = middle - 1
    finally:
        _go(enabled)
    return low * table.BLOCK


def _stop():
    enabled = gc.isenabled()
    gc.disable()
    return enabled


def _go(enabled):
    if enabled:
        gc.enable()
