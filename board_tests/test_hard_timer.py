"""A timer's interrupt fills a pipeline's queue while the main code packs, frames and collects: nothing lost or torn.

Sample n is n. The PC decodes what was framed and looks for a row that is missing, doubled or torn.
"""

import gc
from time import sleep_ms, ticks_diff, ticks_us

from board import Capture, hard_timer

from memchunk import Blockpack, ChunkQueue, Descriptor, Frame, Pipeline, View
from skip import Skip

ROWS = 64
LIVE = 60 * 1024  # bytes that each collection has to walk through
COLLECTIONS = 3
_ROOM = 60  # us that a put may take of the 125 that 8 kHz gives: the interrupt around it takes, too


class Sink:
    """Keeps all it gets, in memory from before."""

    def __init__(self):
        self.view = View(bytearray(LIVE))
        self.size = 0

    def write(self, view):
        n = len(view)
        self.view.aim(self.size, self.size + n)[:] = view  # a slice's assignment would move all 60 KB behind it
        self.size += n
        return n


class Interrupt:
    """A source that an interrupt fills: `put` from there, nothing to do from here."""

    row_size = 2
    ended = False

    def __init__(self):
        self.n = 0
        self.put = None
        self.tick = self._tick  # bound once: taking it in an interrupt would allocate

    def fill(self, queue):
        return False

    def _tick(self, _):
        self.put(self.n)
        self.n += 1


class Direct(Interrupt):
    """The same with the samples stored by hand, slot by slot."""

    def begin(self, queue):
        self.queue = queue
        self.view = queue.claim()
        self.at = 0

    def _tick(self, _):
        view, at, n = self.view, self.at, self.n
        view[at] = n & 0xFF
        view[at + 1] = n >> 8 & 0xFF
        self.n = n + 1
        at += 2
        if at == 2 * ROWS:
            self.view = self.queue.commit_claim(at)  # None if the main code is too slow: the next tick raises
            at = 0
        self.at = at


def stream(source, rate, ms):
    """Run the timer and the pipeline for `ms`, with collections in between; then send what came to the PC."""
    Timer = hard_timer()
    sink = Sink()
    descriptor = Descriptor(1, "count", ("n",), rate=rate)
    pipeline = Pipeline(source, [Blockpack(1), Frame(descriptor)], sink, rows=ROWS, depth=4)
    source.put = pipeline.queue.put
    if isinstance(source, Direct):
        source.begin(pipeline.queue)
    timer = Timer(freq=rate, callback=source.tick, hard=True)
    began = ticks_us()
    collected = 0
    try:
        while ticks_diff(ticks_us(), began) < 1000 * ms:
            if ticks_diff(ticks_us(), began) * (COLLECTIONS + 1) > 1000 * ms * (collected + 1):
                gc.collect()
                collected += 1
            if not pipeline.step():
                sleep_ms(1)
    finally:
        timer.deinit()
    took = ticks_diff(ticks_us(), began)
    while pipeline.step():
        pass
    assert collected == COLLECTIONS, collected
    assert pipeline.queue.dropped == 0, "%d chunks dropped" % pipeline.queue.dropped
    ticks = took * rate // 1000000
    assert ticks - 2 <= source.n <= ticks + 2, "%d interrupts in %d periods" % (source.n, ticks)
    assert pipeline.stats.rows == source.n // ROWS * ROWS
    with Capture("count_%d" % rate) as link:
        link.write(sink.view.aim(0, sink.size))


def test_1_khz():
    stream(Interrupt(), 1000, 400)


def test_2_khz():
    stream(Interrupt(), 2000, 200)


def test_4_khz():
    stream(Interrupt(), 4000, 150)


def test_8_khz():
    stream(Direct(), 8000, 100)


def test_8_khz_by_put():
    """`put` is the comfortable way; here is what it costs."""
    hard_timer()
    queue = ChunkQueue(2, 2 * ROWS)
    put = queue.put
    began = ticks_us()
    for n in range(ROWS):
        put(n)
    cost = ticks_diff(ticks_us(), began) / ROWS
    if cost > _ROOM:
        raise Skip("a put takes %d us here: at 125 us a tick the main code would get nothing done" % cost)
    stream(Interrupt(), 8000, 100)
