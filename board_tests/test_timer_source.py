"""The hard timer on the board: at 1 kHz no row is lost or torn, whatever the main code does."""

import gc
import time
from machine import Timer

from memchunk import Blockpack, ChunkQueue, Descriptor, Frame, Pipeline, TimerSource


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


class Nowhere:
    def write(self, view):
        return len(view)


def test_three_collections_with_60_kb_live():
    """1 kHz, and a collection with 60 KB to look at: the rows wait in the queue."""
    held = [bytearray(1000) for _ in range(60)]
    source, queue = TimerSource(Timer(-1), Count().read, 1000), ChunkQueue(8, 64)
    expected = 0
    source.fill(queue)
    for _ in range(3):
        gc.collect()
        expected = check(queue, expected)
        time.sleep_ms(40)
        expected = check(queue, expected)
    source.stop()
    expected = check(queue, expected)
    assert expected >= 120 and queue.dropped == source.errors == 0 and held


def test_the_main_code_packs_meanwhile():
    count = Count()
    source = TimerSource(Timer(-1), (count.read, count.read), 1000)
    stages = [Blockpack(2), Frame(Descriptor(1, "t", ("a", "b"), rate=1000))]
    pipeline = Pipeline(source, stages, Nowhere(), rows=32, depth=4)
    left = 8
    while left:
        if pipeline.step():
            left -= 1
        else:
            time.sleep_ms(1)
    source.stop()
    assert pipeline.stats.rows == 256 and pipeline.queue.dropped == 0


def test_four_kilohertz():
    source, queue = TimerSource(Timer(-1), Count().read, 4000), ChunkQueue(8, 128)
    source.fill(queue)
    began = time.ticks_us()
    expected = 0
    while expected < 512:
        expected = check(queue, expected)
        time.sleep_ms(1)
    took = time.ticks_diff(time.ticks_us(), began)
    source.stop()
    assert queue.dropped == 0 and 125_000 < took < 160_000, took


def test_rows_by_a_view():
    source, queue = TimerSource(Timer(-1), Count().row, 1000, channels=3), ChunkQueue(4, 6 * 16)
    source.fill(queue)
    expected = 0
    while expected < 64:
        expected = check(queue, expected, 3)
        time.sleep_ms(1)
    source.stop()
    assert queue.dropped == source.errors == 0


def test_nothing_is_allocated():
    source, queue = TimerSource(Timer(-1), Count().read, 2000), ChunkQueue(4, 64)
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
