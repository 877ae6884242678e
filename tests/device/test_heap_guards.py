"""Each guard sees what is planted for it, and nothing where nothing is."""

import gc
import sys

from helpers import MICROPYTHON, raises, refuses
from planted import CLEAN, PLANTED

from memchunk import Blockpack, Descriptor, Frame, MovingAverage, Pipeline, Rice, StreamSource
from memchunk.heap import MemoryBudgetError, budget, leaks, no_alloc, steady
from skip import Skip

COLLECTS = sys.platform != "webassembly"  # within a program


def teardown_module():
    if not MICROPYTHON:
        import tracemalloc

        tracemalloc.stop()


def locked(fn):
    with no_alloc:
        fn()


def bounded(fn):
    with budget(0):
        fn()


def refused(guard, fn):
    """Whether the guard raises, and then its own error alone."""
    try:
        guard(fn)
    except MemoryBudgetError:
        return guard is bounded
    except MemoryError:
        return guard is locked
    return False


def test_twenty_planted_allocations():
    assert len(PLANTED) > 20
    for what, fn, seen in PLANTED:
        fn()
        here = MICROPYTHON or "c" in seen
        # CPython's guard comes at the end of the block, where no `except` hides what was done.
        assert refused(locked, fn) == (here and ("l" in seen or not MICROPYTHON)), what
        assert refused(bounded, fn) == (here and "b" in seen), what
        unseen = not COLLECTS and seen == ""
        assert (steady(fn, 40) > 0) == (here and not unseen), (what, steady(fn, 40))


def test_twenty_clean_functions():
    assert len(CLEAN) >= 20
    for what, fn in CLEAN:
        fn()
        assert not refused(locked, fn), what
        assert not refused(bounded, fn), what
        assert steady(fn, 40) == 0, (what, steady(fn, 40))


def test_the_heap_is_open_and_the_collector_on_afterwards():
    for _, fn, _ in PLANTED:
        for guard in (locked, bounded, steady):
            try:
                guard(fn)
            except MemoryError:
                pass
            assert gc.isenabled() and made()


def test_steady_tells_bytes():
    block = 32 if sys.maxsize > 1 << 32 else 16

    def buffer():
        bytearray(1000)

    size = steady(buffer)
    assert 1000 < size <= 1000 + 3 * block + (100 if not MICROPYTHON else 0), size
    if MICROPYTHON and COLLECTS:
        frames = dict((what, fn) for what, fn, _ in PLANTED)["a frame of twelve locals"]
        for n in (1, 3, 100):
            assert 3 * block <= steady(frames, n) <= 12 * block, (n, steady(frames, n))


def test_steady_of_what_collects_by_itself():
    assert steady(gc.collect, 20) == 0


def test_steady_outlives_a_full_heap():
    def much():
        return bytearray(20000)

    assert steady(much, 100) >= 20000 and gc.isenabled()


def test_steady_passes_errors_and_restores():
    if not MICROPYTHON:
        raise Skip("no threshold that counts bytes")
    gc.threshold(5000)
    try:
        raises(ZeroDivisionError, steady, lambda: 1 // 0)
        for fn in (PLANTED[0][1], CLEAN[0][1]):
            steady(fn)
            assert gc.threshold() // 64 == 5000 // 64 and gc.isenabled()
        gc.disable()
        steady(CLEAN[0][1])
        assert not gc.isenabled()
    finally:
        gc.threshold(-1)
        gc.enable()


def kinds():
    """A function that allocates in a way that every runtime sees."""
    return len(bytearray(5000))


def made():
    """Whether there is heap to be had."""
    try:
        return len(bytearray(600)) == 600
    except MemoryError:
        return False


def test_guards_nest():
    if MICROPYTHON:
        with no_alloc:
            with no_alloc():
                pass
            assert refused(locked, kinds) and not made()  # the outer one is still there
    assert refused(locked, lambda: locked(kinds)) and made()
    with budget(20000) as outer:
        with budget(9000) as inner:
            kinds()
        assert refused(bounded, kinds)
    assert 5000 < inner.used <= 9000 and outer.used > inner.used
    with budget(9000):
        assert refused(locked, kinds)
    assert gc.isenabled()


def test_budget_within_no_alloc():
    limit = budget(100)
    if MICROPYTHON:
        with no_alloc:
            pass
        assert not refused(locked, lambda: limit.used)
    assert gc.isenabled()


def test_a_blocks_own_error_passes():
    def fails(guard):
        with guard:
            raise OSError(5)

    for guard in (no_alloc, budget(0)):
        raises(OSError, fails, guard)
    assert gc.isenabled() and bytearray(600)


def test_budget_names_block_used_and_allowed():
    def over(limit):
        with limit:
            kinds()

    error = raises(MemoryBudgetError, over, budget(100, "report"))
    words = str(error).split(" ")
    assert words[:2] == ["report:", "used"] and int(words[2]) > 5000 and words[-1] == "100", error
    error = raises(MemoryBudgetError, over, budget(7))
    assert str(error).startswith("block: ")
    limit = budget(9000)
    over(limit)
    over(limit)  # again
    assert 5000 < limit.used < 6000
    error = raises(MemoryBudgetError, budget(8)(kinds))
    assert str(error).startswith("kinds: ") or str(error).startswith("block: "), error


def test_a_budget_counts_what_was_garbage():
    if not MICROPYTHON:
        raise Skip("counts what was held at most")

    def churn():
        with budget(3000):
            for _ in range(10):
                bytearray(500)

    raises(MemoryBudgetError, churn)
    gc.threshold(500)  # which would have it collected
    try:
        raises(MemoryBudgetError, churn)
    finally:
        gc.threshold(-1)


def test_a_budget_that_is_left_as_the_heap_gives_out():
    if not MICROPYTHON or not COLLECTS:
        raise Skip("a heap that grows")

    def hoards():
        with budget(1000, "hoard"):
            kept = []
            while True:
                kept.append(bytearray(4000))

    assert "hoard" in str(raises(MemoryBudgetError, hoards))
    assert gc.isenabled()


def test_wrong_counts():
    for guard in (steady, leaks):
        refuses("n", ValueError, guard, kinds, 0)


def test_wrong_budgets():
    refuses("size", ValueError, budget, -1)
    limit = budget(5000)

    def within():
        with limit:
            with limit:
                pass

    raises(RuntimeError, within)
    assert gc.isenabled()
    with limit:
        pass
    gc.disable()
    try:
        with limit:
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


class Bench:
    @no_alloc
    def add(self, a, b):
        return a + b

    @no_alloc()
    def nothing(self):
        return 5

    @budget(20000)
    def halve(self, n, least=1):
        bytearray(1000)
        return n if n <= least else self.halve(n // 2, least=least)


def test_decorators():
    bench = Bench()
    assert bench.add(2, 3) == 5 and bench.nothing() == 5
    assert bench.halve(16, least=2) == 2
    raises(TypeError, no_alloc(lambda a, b, c, d: a), 1, 2, 3, 4)
    if MICROPYTHON:
        raises(MemoryError, bench.add, "a", "b")
        assert bench.add(1, 1) == 2
    error = raises(MemoryBudgetError, budget(100, "given")(kinds))
    assert "100" in str(error)


def test_entering_and_leaving_allocates_nothing():
    def enters():
        with no_alloc:
            pass
        with no_alloc():
            pass

    assert steady(enters, 40) == 0


def leak_of_sixteen():
    """A function that keeps 16 bytes a call, in blocks of 16 or, every second call, of 32."""
    kept, state = [None] * 4000, bytearray(2)
    every = 2 if MICROPYTHON and sys.maxsize > 1 << 32 else 1

    def leak():
        n = state[0] | state[1] << 8
        state[0], state[1] = n + 1 & 0xFF, n + 1 >> 8
        if n % every == 0:
            kept[n] = object()

    return leak


def test_leaks():
    if not COLLECTS:
        error = raises(RuntimeError, leaks, kinds)
        assert "collector" in str(error)
        raise Skip(str(error))
    leak = leak_of_sixteen()
    assert 15 <= leaks(leak, 1000) <= 17, leaks(leak, 1000)
    for what, fn in CLEAN:
        assert leaks(fn, 100) == 0, what
    for what, fn, _ in PLANTED:
        if what != "an iterator at hand":
            assert leaks(fn, 100) == 0, what
    raises(ZeroDivisionError, leaks, lambda: 1 // 0)


def test_a_step_of_a_pipeline():
    """The proof that README shows holds on a PC as well, where views and frames are objects."""

    class Endless:
        def readinto(self, buf):
            return len(buf)

    class Sink:
        def write(self, view):
            return len(view)

    for codec in (Blockpack, Rice):
        framed = Frame(Descriptor(1, "s", ("a", "b", "c")))
        pipeline = Pipeline(StreamSource(Endless(), 3), [MovingAverage(3, 4), codec(3), framed], Sink(), rows=32)
        for _ in range(3):
            pipeline.step()
        assert steady(pipeline.step) == 0
