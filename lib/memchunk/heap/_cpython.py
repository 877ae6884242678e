"""What CPython has in place of a heap to lock and to count: tracemalloc's figures.

    before = mem_alloc(); work(); print(mem_alloc() - before)       # bytes that `work` held at most

tracemalloc traces from the first call on. Nearly all that CPython does makes small objects, and lets them go
again: what was held for a while is nothing up to a kilobyte, of which a step of a pipeline has views and frames.
"""

import gc
import sys
import tracemalloc

_SMALL = 1000  # bytes at once that are the interpreter's own affair
_locks = []  # those taken: the error that was being handled, and what had been held
_held = _start = 0


def mem_alloc():
    """A count that rises by what was held at most since the last call, beyond what was there then."""
    global _held, _start
    _trace()
    now, most = tracemalloc.get_traced_memory()
    rise = most - _start
    _held += rise if rise > _SMALL else 0
    _start = now
    tracemalloc.reset_peak()
    return _held


def _trace():
    if not tracemalloc.is_tracing():
        tracemalloc.start()


def live():
    """Bytes that are held now, of those allocated since the first call of this or another."""
    _trace()
    return tracemalloc.get_traced_memory()[0]


def heap_lock():
    """Begin a block that should hold nothing new."""
    _locks.append((sys.exc_info()[1], mem_alloc()))


def heap_unlock():
    """End it. Raises MemoryError if it held something, unless an error of its own is on the way."""
    error, before = _locks.pop()
    most = mem_alloc() - before
    if most and sys.exc_info()[1] is error:
        raise MemoryError("the block held %d bytes at once" % most)


def steady(fn, n=100):
    """The most that one of `n` calls held."""
    if n < 1:
        raise ValueError("n: below 1")
    fn()
    return _most(fn, n) and _most(fn, n)  # what another thread held meanwhile is not there twice


def _most(fn, n):
    most = 0
    for _ in range(n):
        before = mem_alloc()
        fn()
        most = max(most, mem_alloc() - before)
    return most


def leaks(fn, n=1000):
    """Bytes a call that are still there after `n` calls."""
    if n < 1:
        raise ValueError("n: below 1")
    mem_alloc()
    for calls in (n // 10 + 1, n):
        gc.collect()
        before = live()
        for _ in range(calls):
            fn()
        gc.collect()
        grown = live() - before
    return grown / n if grown > _SMALL else 0
