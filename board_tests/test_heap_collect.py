"""Pauses of the collector on this board: as long as predicted, and in idle time, where they belong.

tests/device/test_heap_collect.py is the long form, in simulated time.
"""
# timeout: 300

import gc
import time

from board import rp2_only
from helpers import garbage

from memchunk import heap

APART = 20  # percent
PERIOD = 1000  # us


def chain(n):
    last = None
    for _ in range(n):
        last = (last, None)
    return last


FILLINGS = (
    lambda: None,
    lambda: bytearray(60_000),
    lambda: [bytearray(1000) for _ in range(60)],
    lambda: bytearray(b"\x37\x20\x12" * 10_000),
    lambda: [1.5 * i for i in range(2500)],
    lambda: [[i * 0.5 for i in range(30)] for _ in range(60)],
    lambda: {i: str(i) for i in range(500)},
    lambda: [bytearray(100) for _ in range(400)],
    lambda: chain(1500),
    lambda: [None] * 10_000,
)


def test_predicted_pauses():
    rp2_only()
    from memchunk.heap import cost

    heap.gc_cost()
    apart = []
    for filling in FILLINGS:
        held = filling()
        took = cost.pause()
        predicted = heap.gc_cost()
        held = None
        apart.append((predicted - took) * 100 // took)
    print("predicted and measured pauses, apart by percent:", apart, held)
    assert max(apart) <= APART and min(apart) >= -APART, apart


def longest_gap(idle, frames=12):
    """A loop of 1 kHz that takes 14 samples in 20 ms, one a period, then has 6 ms to spare; the longest delay."""
    longest = 0
    due = time.ticks_us()
    for _ in range(frames):
        for n in range(14):
            due = time.ticks_add(due, PERIOD)
            while time.ticks_diff(due, time.ticks_us()) > 0:
                pass
            if idle and not n:
                idle.tick()
            longest = max(longest, time.ticks_diff(time.ticks_us(), due))
            made = bytearray(150)
        if idle:
            idle()
        due = time.ticks_add(due, 6 * PERIOD)
    return longest if made else 0


def test_the_longest_gap_with_and_without():
    rp2_only()
    gc.collect()
    gc.threshold(14 * 176 * 3)
    try:
        without = longest_gap(None)
        idle = heap.IdleGC(20 * PERIOD)
        with_it = longest_gap(idle)
    finally:
        gc.threshold(-1)
    print("longest gap without and with idle collection: %d, %d us; a pause %d us" % (without, with_it, idle.predicted))
    assert with_it < PERIOD < without, (with_it, without, idle.predicted)
    assert idle.refused == 0 and idle.collections == 14


def test_nothing_is_allocated():
    idle = heap.IdleGC(1 << 28)

    def ask():
        idle.tick()
        idle.predicted = 1 << 28
        idle()

    assert garbage(ask) == 0
