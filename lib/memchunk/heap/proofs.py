"""How `steady` and `leaks` see what a function allocates, and what it keeps.

`steady` asks three witnesses, because each is blind somewhere: what is on the heap after many calls misses what
was given back; the heap's lock misses large frames and caught errors; the collector, set to run at any allocation
at all, misses nothing but needs a port on which it can run.
"""

import gc

from memchunk.port import const

_BAITS = const(8)
_BAIT = const(64)  # bytes of each


def steady(fn, n=100):
    """See `heap.steady`."""
    if n < 1:
        raise ValueError("n: below 1")
    collecting, threshold = gc.isenabled(), gc.threshold()
    fn()  # what a first call allocates is not a matter of every call
    gc.collect()
    gc.disable()
    try:
        return _left(fn, n) or _returned(fn, n) or _refused(fn)
    finally:
        gc.threshold(threshold)
        if collecting:
            gc.enable()
        else:
            gc.disable()


def _left(fn, n):
    before, made = mem_alloc(), 0
    try:
        while made < n:
            fn()
            made += 1
    except MemoryError:
        if not made:
            raise
    return (mem_alloc() - before) / made


def _refused(fn):
    """1 if `fn` asked for heap while there was none."""
    heap_lock()
    try:
        fn()
    except MemoryError:
        return 1
    finally:
        heap_unlock()
    return 0


def _returned(fn, n):
    """Bytes a call that came and went, from how many let the collector run within `n` calls."""
    gc.enable()
    bait = [None] * _BAITS
    if not _runs(fn, n, 0, bait) or _runs(fn, n, -1, bait):  # the latter: it collects by itself, and nothing is seen
        return 0
    low, high = 0, n
    while _runs(fn, n, high, bait):
        low, high = high, 2 * high
    while high - low > n // 8 + 1:
        middle = (low + high) // 2
        if _runs(fn, n, middle, bait):
            low = middle
        else:
            high = middle
    return high / n


def _runs(fn, n, threshold, bait):
    """Whether the collector, due after `threshold` bytes, ran within `n` calls: if so, the bait is gone."""
    gc.threshold(-1)
    for i in range(_BAITS):
        bait[i] = bytearray(_BAIT)
    gc.collect()  # and counts from 0
    for i in range(_BAITS):
        bait[i] = None
    before = mem_alloc()
    gc.threshold(threshold)
    for _ in range(n + 1):  # one to find the bytes of `n` gone
        fn()
    gc.threshold(-1)
    return mem_alloc() < before


def leaks(fn, n=1000):
    """See `heap.leaks`."""
    if n < 1:
        raise ValueError("n: below 1")
    before = mem_alloc()
    for _ in range(_BAITS):
        bytearray(_BAIT)
    gc.collect()
    if mem_alloc() - before >= _BAITS * _BAIT:
        raise RuntimeError("no leaks to be seen: the collector waits for the program to end")
    for calls in (n // 10 + 1, n):
        gc.collect()
        before = mem_alloc()
        for _ in range(calls):
            fn()
        gc.collect()
        grown = mem_alloc() - before
    return grown / n


try:
    from gc import mem_alloc
    from micropython import heap_lock, heap_unlock
except ImportError:
    from memchunk.heap._cpython import leaks, steady  # noqa: F401, F811
