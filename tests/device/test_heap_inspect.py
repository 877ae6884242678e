"""The inspector against what the collector says, on heaps that were filled at random."""

import gc

from helpers import MICROPYTHON, Random, garbage, refuses

from memchunk import heap
from memchunk.heap.trials import Trials
from skip import Skip


def ready():
    """The inspector, where there is a table, and has been found; skips on CPython."""
    if not MICROPYTHON:
        raise Skip("CPython has no heap to look at")
    record = heap.Record()
    heap.inspect(record)
    heap.fits(1)  # loads it
    return record


def fill(random, n):
    """Objects of random sizes, about half of which are let go of: holes, once collected."""
    held = [bytearray(random.below(300)) for _ in range(n)]
    for _ in range(n):
        held[random.below(n)] = None
    return held


def same(record):
    """What the record has as free is what the collector has, now."""
    heap.inspect(record)
    free = gc.mem_free()
    return record.free + record.grows == free


def test_it_is_read_from_the_table():
    record = ready()
    assert record.exact and record.how == "table", record.how


def test_free_and_used_are_the_collectors():
    record = ready()
    random = Random(5)
    for n in (10, 50, 100):
        held = fill(random, n)
        assert same(record), record
        gc.collect()
        assert same(record), record
        heap.inspect(record)
        used = gc.mem_alloc()
        assert record.used == used and record.total == record.used + record.free and held


def test_the_figures_agree_with_each_other():
    record = ready()
    held = fill(Random(6), 100)
    gc.collect()
    heap.inspect(record)
    block = record.block
    blocks = [(1 << k, count) for k, count in enumerate(record.sizes) if count]
    assert sum(count for _, count in blocks) == record.runs
    assert sum(low * count for low, count in blocks) <= record.free // block < 2 * sum(a * b for a, b in blocks)
    assert blocks[-1][0] <= record.largest // block < 2 * blocks[-1][0]
    assert 0 < record.heads <= record.used // block and record.used <= record.last <= record.total
    assert record.fragmentation == 1 - record.largest / record.free and held


def test_an_object_more():
    """One of 10 blocks and itself: two pieces more, eleven blocks."""
    record, other = ready(), heap.Record()
    gc.disable()
    try:
        heap.inspect(record)
        held = bytearray(10 * record.block)
        heap.inspect(other)
    finally:
        gc.enable()
    assert other.heads - record.heads == 2 and other.used - record.used == 11 * record.block and held


def test_fits():
    record = ready()
    heap.inspect(record)
    assert heap.fits(record.largest) >= 1 and heap.fits(record.largest + 1) == 0
    assert heap.fits(1) == heap.fits(record.block) == record.free // record.block
    assert heap.fits(record.block + 1) <= record.free // record.block // 2
    for bits in (31, 32, 36, 40, 69, 100):
        assert heap.fits(1 << bits) == heap.fits((1 << bits) + 16) == 0
    refuses("n", ValueError, heap.fits, 0)


def test_as_often_as_it_fits():
    """So many buffers are to be had, and no more; where the heap can't grow."""
    record = ready()
    if record.grows:
        raise Skip("this heap grows")
    held = [None] * 64
    gc.collect()
    gc.disable()
    heap.inspect(record)
    n = record.free // 20
    times = made = heap.fits(n)
    try:
        for made in range(64):
            held[made] = bytearray(n)
    except MemoryError:
        pass
    finally:
        gc.enable()
        held = None
    assert times - 2 <= made <= times >= 2, (made, times)


def test_it_allocates_nothing():
    record = ready()
    assert garbage(heap.inspect) == 0
    assert garbage(lambda: heap.inspect(record)) == 0
    assert garbage(lambda: heap.fits(100)) == 0


def test_it_works_while_the_heap_is_locked():
    record = ready()
    from micropython import heap_lock, heap_unlock

    heap_lock()
    try:
        heap.inspect(record)
    finally:
        heap_unlock()
    assert record.free > 0


def test_by_trial():
    """Where there is no table."""
    record = heap.Record()
    if heap.inspect(record).grows:
        raise Skip("this heap grows, by all that is tried")
    assert Trials("there is none").fill(record) is record
    assert not record.exact and record.runs is None and record.heads is None
    assert record.used > 0
    if MICROPYTHON:
        assert record.how == "by trial, because there is none" and gc.isenabled()
        assert record.free > 0 and record.total == record.free + record.used
    else:
        assert "tracemalloc" in record.how and record.fragmentation is None and record.free is None
    assert record.how in repr(record)


def test_trial_and_table_agree():
    record, other = ready(), heap.Record()
    if record.grows:
        raise Skip("this heap grows")
    trials = Trials("of the test")
    held = fill(Random(9), 60)
    gc.collect()
    heap.inspect(record)
    trials.fill(other)
    assert 0 <= record.largest - other.largest <= 40 * record.block, (record, other)
    n = record.largest // 5
    assert 0 <= heap.fits(n) - trials.fits(n) <= 1 and held


def test_cpython_says_what_it_cannot_know():
    if MICROPYTHON:
        raise Skip("not CPython")
    heap.inspect()
    kept = bytearray(1000)  # noqa: F841
    seen = heap.inspect()
    assert not seen.exact and seen.largest is None and heap.fits(1) is None and seen.used > 1000
