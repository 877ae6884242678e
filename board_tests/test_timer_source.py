"""TimerSource on the board: rows by a view, and no garbage; test_hard_timer.py has its rates."""

import gc
import time

from board import hard_timer

from memchunk import ChunkQueue, TimerSource


class Count:
    """A sample a call, 0 up to 16 bits; nothing is allocated by it."""

    def __init__(self):
        self.n = -1

    def read(self):
        self.n = n = self.n + 1 & 0x7FFF
        return n

    def row(self, view):
        self.n = n = self.n + 1 & 0x7FFF
        at = 0
        while at < len(view):
            view[at] = n & 0xFF
            view[at + 1] = n >> 8
            at += 2


def check(queue, expected, channels=1):
    """Every waiting chunk's samples follow `expected`; returns what comes next."""
    while queue.peek():
        view = queue.peek().view
        at = 0
        while at < len(view):
            assert view[at] | view[at + 1] << 8 == expected, (view[at] | view[at + 1] << 8, expected)
            at += 2
            if at % (2 * channels) == 0:
                expected = expected + 1 & 0x7FFF
        queue.release()
    return expected


def test_rows_by_a_view():
    source, queue = TimerSource(hard_timer()(-1), Count().row, 1000, channels=3), ChunkQueue(4, 6 * 16)
    source.fill(queue)
    expected = 0
    while expected < 64:
        expected = check(queue, expected, 3)
        time.sleep_ms(1)
    source.stop()
    assert queue.dropped == source.errors == 0


def test_nothing_is_allocated():
    source, queue = TimerSource(hard_timer()(-1), Count().read, 2000), ChunkQueue(4, 64)
    source.fill(queue)
    time.sleep_ms(30)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    began = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), began) < 100:
        if queue.peek():
            queue.release()
        time.sleep_ms(1)
    grown = gc.mem_alloc() - before
    gc.enable()
    source.stop()
    assert grown == 0, grown
