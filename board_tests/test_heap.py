"""The heap inspector against the collector's own figures, on this very firmware, and how long it takes.

tests/device/test_heap_inspect.py is the long form; what `mem_info` prints is held to it by tests/host/test_heap_map.py.
"""

import gc
import time

from board import rp2_only
from helpers import Random, garbage

from memchunk import heap

HEAPS = 20
SLOWEST_US = 4000


def ready():
    """A record, of a heap whose table is found."""
    record = heap.inspect(heap.Record())
    heap.fits(1)  # loads it
    assert record.exact, record.how
    return record


def fill(random, n):
    """Objects of random sizes, of which half are let go of."""
    held = [bytearray(random.below(200)) for _ in range(n)]
    for _ in range(n):
        held[random.below(n)] = None
    return held


def test_free_is_what_the_collector_has():
    record, random = ready(), Random(1)
    for n in range(HEAPS):
        held = fill(random, 10 + 10 * n)
        if n & 1:
            gc.collect()
        heap.inspect(record)
        free = gc.mem_free()
        assert record.free + record.grows == free, (n, record)
        heap.inspect(record)
        used = gc.mem_alloc()
        assert record.used == used and record.total == record.free + used and held


def test_as_often_as_it_fits():
    record, n = ready(), 6000
    held = [None] * 64
    gc.collect()
    gc.disable()
    times, made = heap.fits(n), 0
    try:
        while made < 64:
            held[made] = bytearray(n)
            made += 1
    except MemoryError:
        pass
    finally:
        gc.enable()
    held = None
    assert record.grows or times - 2 <= made <= times or made == 64 < times, (made, times)


def test_nothing_is_allocated():
    record = ready()
    assert garbage(heap.inspect) == 0 and garbage(lambda: heap.inspect(record)) == 0
    assert garbage(lambda: heap.fits(100)) == 0


def took(call):
    """Microseconds of the quickest of three."""
    best = 1 << 29
    for _ in range(3):
        began = time.ticks_us()
        call()
        best = min(best, time.ticks_diff(time.ticks_us(), began))
    return best


def test_how_long_it_takes():
    """Of heaps that are empty, full of one buffer, and in the smallest pieces that there are."""
    rp2_only()
    ready()
    gc.collect()
    times = [took(heap.inspect)]
    held = bytearray(heap.inspect().largest // 2)
    times.append(took(heap.inspect))
    held = None
    gc.collect()
    held = [None] * 6000
    for i in range(len(held)):
        held[i] = 1.5 * i
    for i in range(0, len(held), 2):
        held[i] = None
    gc.collect()
    times.append(took(heap.inspect))
    times.append(took(lambda: heap.fits(32)))
    runs = heap.inspect().runs
    held = None
    print("empty, one buffer, %d pieces, fits: %s us" % (runs, times))
    assert runs > 2900 and max(times) <= SLOWEST_US, times
