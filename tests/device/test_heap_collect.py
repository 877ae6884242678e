# lanes: cpython unix-py unix-mpy wasm heap=16000k
"""The collector: what a pause is predicted to be, and that it comes in idle time. board_tests/ has it on a Pico."""

import gc

from helpers import MICROPYTHON, garbage, raises, refuses

from memchunk import heap
from skip import Skip


def calibrated():
    """The module of costs; skips where none can be told."""
    from memchunk.heap import cost

    if cost.calibrate() is None:
        raise Skip("no table, or no collection when it is asked for")
    return cost


def chain(n):
    last = None
    for _ in range(n):
        last = (last, None)
    return last


FILLINGS = (
    lambda: None,
    lambda: bytearray(3_000_000),
    lambda: [bytearray(100_000) for _ in range(40)],
    lambda: bytearray(b"\x37\x20" * 1_500_000),
    lambda: [1.5 * i for i in range(40000)],
    lambda: [[i * 0.5 for i in range(30)] for _ in range(1000)],
    lambda: {i: str(i) for i in range(9000)},
    lambda: [bytearray(60) for _ in range(9000)],
    lambda: chain(30000),
    lambda: [None] * 300000,
)


def apart():
    """By how many percent each prediction misses: tests/host/test_heap_cost.py asks some processes."""
    from memchunk.heap import cost

    heap.gc_cost()
    found = []
    for filling in FILLINGS:
        held = filling()
        took = cost.pause()
        predicted = heap.gc_cost()
        held = None
        found.append((predicted - took) * 100 // max(took, 20))
    return found, held


def test_a_cost_is_told():
    calibrated()
    small = heap.gc_cost()
    held = bytearray(3_000_000)
    assert 0 < small < heap.gc_cost() and held


def test_a_cost_that_nobody_knows():
    if MICROPYTHON and heap.inspect().exact and not heap.inspect().grows:
        raise Skip("here it is known")
    assert heap.gc_cost() is None


def test_a_pause_histogram():
    pauses = heap.PauseHistogram()
    for us in (0, 1, 2, 3, 1000, 1023, 1024, 1 << 28):
        pauses.add(us)
    assert [pauses.counts[k] for k in (0, 1, 9, 10, 23)] == [2, 2, 2, 1, 1] and sum(pauses.counts) == 8
    assert pauses.longest == 1 << 28 and "512 us      2" in repr(pauses)


def test_threshold():
    if not hasattr(gc, "threshold") or not MICROPYTHON:
        refuses("fraction", ValueError, heap.threshold, 1)
        return
    try:
        most = heap.threshold(0.25)
        free = gc.mem_free()
        assert 0.2 * free < most < 0.3 * free and 0 <= most - gc.threshold() < 64
    finally:
        gc.threshold(-1)
    for wrong in (0, 1, -0.5):
        refuses("fraction", ValueError, heap.threshold, wrong)


def test_idle_wants_a_period():
    for wrong in (0, -1, 1 << 29):
        refuses("period_us", ValueError, heap.IdleGC, wrong)


def test_idle_collects_once_in_a_period_with_time_enough():
    idle = heap.IdleGC(1 << 28)
    before = idle.collections
    assert idle() and not idle() and idle.collections == before + 1
    idle.tick()
    assert idle() and idle.refused == 0 and sum(idle.pauses.counts) == idle.collections


def test_idle_refuses_without_and_says_so():
    idle = heap.IdleGC(1 << 28)
    idle.predicted = 1 << 28
    before = idle.collections
    assert not idle() and not idle()
    idle.tick()
    assert not idle()
    idle.tick()
    idle.tick()  # in which it was not asked
    assert idle.refused == 2 and idle.collections == before and 0 < idle.slack <= 1 << 28


def test_idle_allocates_nothing():
    if not MICROPYTHON:
        raise Skip("CPython allocates always")
    idle = heap.IdleGC(1 << 28)

    def ask():
        idle.tick()
        idle.predicted = 1 << 28
        idle()

    assert garbage(ask) == 0
    pauses = heap.PauseHistogram()
    assert garbage(lambda: pauses.add(777)) == 0


class Moves:
    """A pipeline that moves every other time, ten times."""

    def __init__(self):
        self.turns = 0

    @property
    def done(self):
        return self.turns == 20

    def step(self):
        self.turns += 1
        return self.turns & 1


def test_run_uses_the_idle_time_of_a_pipeline():
    idle, pipeline = heap.IdleGC(1 << 28), Moves()
    before = idle.collections
    idle.run(pipeline)
    assert pipeline.done and idle.collections == before + 10, idle.collections


def test_run_refuses_to_start_where_a_pause_is_too_long():
    idle, pipeline = heap.IdleGC(1), Moves()
    error = raises(ValueError, idle.run, pipeline)
    assert str(error).startswith("period_us: ") and pipeline.turns == 0


def test_a_pipeline_accepts_it():
    import io

    from memchunk import Blockpack, Descriptor, Frame, Pipeline, StreamSource

    def ran(idle):
        sink = io.BytesIO()
        stages = [Blockpack(3), Frame(Descriptor(1, "n", ("a", "b", "c"), rate=50))]
        pipeline = Pipeline(StreamSource(io.BytesIO(bytes(960)), 3), stages, sink, 8)
        if idle and idle.period_us == 1:
            assert str(raises(ValueError, pipeline.run, idle)).startswith("period_us: ") and not pipeline.done
        else:
            pipeline.run(idle)
        return len(sink.getvalue())

    assert ran(None) == ran(heap.IdleGC(1 << 28)) > 0
    assert ran(heap.IdleGC(1)) == 0


class Simulated:
    """A clock in place of `ticks_us`, on which a collection takes `pause`; as `gc`, it makes a real one, too."""

    def __init__(self, pause):
        self.now, self.pause, self.seen = 5, pause, heap.Record()

    def ticks_us(self):
        return self.now & 0x3FFFFFFF

    def collect(self):
        gc.collect()
        self.now += self.pause

    def work(self, n):
        """Make garbage; what the collector does on its own then takes its time."""
        before = heap.inspect(self.seen).used
        made = bytearray(n)
        if heap.inspect(self.seen).used < before + len(made):
            self.now += self.pause


def longest_gap(clock, idle, frames=20):
    """A loop of 1 kHz that takes 14 samples in 20 ms, one a period, then has 6 ms to spare; the longest delay."""
    longest = 0
    due = clock.now
    for _ in range(frames):
        clock.now = max(clock.now, due)
        if idle:
            idle.tick()
        for _ in range(14):
            clock.now = max(clock.now, due)
            longest = max(longest, clock.now - due)
            clock.work(3000)
            clock.now += 200
            due += 1000
        if idle:
            idle()
        due += 6000
    return longest


def test_the_longest_gap_of_a_loop_with_30_percent_slack():
    if not MICROPYTHON or not hasattr(gc, "threshold") or heap.inspect().grows:
        raise Skip("nothing collects by threshold here")
    from memchunk.heap import collect

    clock = Simulated(3000)
    kept = collect.gc, collect.ticks_us
    collect.gc, collect.ticks_us = clock, clock.ticks_us
    gc.threshold(14 * 3100 * 3)
    try:
        without = longest_gap(clock, None)
        idle = heap.IdleGC(20_000)
        with_it = longest_gap(clock, idle)
        clock.pause = 7000  # there never is so much time
        late = heap.IdleGC(20_000)
        never = longest_gap(clock, late)
    finally:
        gc.threshold(-1)
        collect.gc, collect.ticks_us = kept
    assert with_it < 1000 < without, (with_it, without)
    assert idle.collections == 22 and idle.refused == 0 and idle.pauses.longest == 3000
    assert never > 1000 and late.refused == 19 and late.collections == 2
