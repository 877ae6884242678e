"""A timer's interrupt fills a pipeline's queue while the main code packs, frames and collects: nothing lost or torn.

Sample n is n. The PC decodes what was framed and looks for a row that is missing, doubled or torn.
"""

import gc
from time import sleep_ms, ticks_diff, ticks_us

from board import Capture, hard_timer

from memchunk import Blockpack, Descriptor, Frame, Pipeline, TimerSource, View
from memchunk.view import ALL

ROWS = 64
LIVE = 60 * 1024  # bytes that each collection has to walk through
COLLECTIONS = 3


class Sink:
    """Keeps all it gets, in memory from before."""

    def __init__(self):
        self.view = View(bytearray(8192))
        self.size = 0

    def write(self, view):
        n = len(view)
        place = self.view.aim(self.size, self.size + n)
        place[ALL] = view  # a slice's assignment would move all that is behind it
        self.size += n
        return n


class Count:
    """A reader of samples: 0 up."""

    def __init__(self):
        self.n = 0

    def read(self):
        self.n = n = self.n + 1
        return n - 1


class Direct:
    """A source with the shortest interrupt there is: a sample stored by hand, and a call a slot."""

    row_size = 2
    ended = False

    def __init__(self):
        self.n = 0
        self.tick = self._tick  # bound once: taking it in an interrupt would allocate

    def begin(self, queue):
        self.queue = queue
        self.view = queue.claim()
        self.at = 0

    def fill(self, queue):
        return False

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


def pipeline(source, rate):
    """From it to memory, and that memory."""
    frame = Frame(Descriptor(1, "count", ("n",), rate=rate))
    sink = Sink()
    flow = Pipeline(source, [Blockpack(1), frame], sink, rows=ROWS, depth=4)
    return flow, sink


def stream(flow, sink, rate, ms, count, stop):
    """Step for `ms` from when the timer started, with collections in between; what came goes to the PC."""
    live = bytearray(LIVE)
    first, began = count.n, ticks_us()
    collected = 0
    try:
        while ticks_diff(ticks_us(), began) < 1000 * ms:
            due = ticks_diff(ticks_us(), began) * (COLLECTIONS + 1) > 1000 * ms * (collected + 1)
            if due and collected < COLLECTIONS:  # the time may be up since the line before
                gc.collect()
                collected += 1
            if not flow.step():
                sleep_ms(1)
    finally:
        took = ticks_diff(ticks_us(), began)
        stop()
    while flow.step():
        pass
    assert live and collected == COLLECTIONS, collected
    assert flow.queue.dropped == 0, "%d chunks dropped" % flow.queue.dropped
    ticks = took * rate // 1000000
    assert ticks - 2 <= count.n - first <= ticks + 2, "%d interrupts in %d periods" % (count.n - first, ticks)
    assert flow.stats.rows >= count.n // ROWS * ROWS
    with Capture("count_%d" % rate) as link:
        link.write(sink.view.aim(0, sink.size))


def timer_source(rate, ms):
    """By a TimerSource, which calls a reader a sample."""
    Timer = hard_timer()
    count = Count()
    source = TimerSource(Timer(-1), count.read, rate)
    flow, sink = pipeline(source, rate)
    flow.step()
    stream(flow, sink, rate, ms, count, source.stop)
    assert source.errors == 0


def test_1_khz():
    timer_source(1000, 400)


def test_2_khz():
    timer_source(2000, 200)


def test_4_khz():
    timer_source(4000, 100)


def test_8_khz():
    Timer = hard_timer()
    source = Direct()
    flow, sink = pipeline(source, 8000)
    source.begin(flow.queue)
    timer = Timer(freq=8000, callback=source.tick, hard=True)
    stream(flow, sink, 8000, 80, source, timer.deinit)
