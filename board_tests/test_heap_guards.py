"""The guards on this very firmware: what they see, what they name, what they take, and that an interrupt may use them.

The long table of plants is tests/device/test_heap_guards.py, on the unix port.
"""

import gc
import io
import sys
from time import sleep_ms, ticks_diff, ticks_us

from board import RP2, hard_timer
from helpers import raises
from planted import CLEAN, PLANTED

from memchunk.heap import MemoryBudgetError, budget, leaks, no_alloc, profile, steady

MOST_US = 30  # to enter and leave, on a Pico
TIMES = 100
PLANTS = {what: fn for what, fn, _ in PLANTED}


def allocates():
    return [1, 2, 3]


def locked(fn):
    with no_alloc:
        fn()


def test_no_alloc_names_the_line():
    error = raises(MemoryError, locked, allocates)
    said = io.StringIO()
    sys.print_exception(error, said)
    said = said.getvalue()
    assert "in allocates" in said and "in locked" in said and "locked" in str(error), said


def timed(guard):
    began = ticks_us()
    for _ in range(TIMES):
        pass
    middle = ticks_us()
    for _ in range(TIMES):
        with guard:
            pass
    return (ticks_diff(ticks_us(), middle) - ticks_diff(middle, began)) / TIMES


def timed_called():
    began = ticks_us()
    for _ in range(TIMES):
        pass
    middle = ticks_us()
    for _ in range(TIMES):
        with no_alloc():
            pass
    return (ticks_diff(ticks_us(), middle) - ticks_diff(middle, began)) / TIMES


def test_no_alloc_takes_little():
    took = timed(no_alloc), timed_called()
    print("no_alloc: %.1f us, no_alloc(): %.1f us" % took)
    assert max(took) <= MOST_US or not RP2, took


def test_both_blind_spots_of_the_lock():
    for what in ("a frame of twelve locals", "an error made and caught"):
        locked(PLANTS[what])
        assert steady(PLANTS[what], 10) >= 16, what


def test_clean():
    for what, fn in CLEAN[:5]:
        locked(fn)
        assert steady(fn, 10) == 0, what


def test_budget():
    def over():
        with budget(100, "report"):
            bytearray(1000)

    error = raises(MemoryBudgetError, over)
    assert str(error).startswith("report: used 10"), error


def test_leaks():
    kept, at = [None] * 600, bytearray(2)

    def leak():
        n = at[0] | at[1] << 8
        at[0], at[1] = n + 1 & 0xFF, n + 1 >> 8
        kept[n] = object()

    wanted = 16 if sys.maxsize < 1 << 32 else 32
    assert wanted - 1 <= leaks(leak, 300) <= wanted + 1
    assert leaks(allocates, 100) == 0


def test_profile():
    called = profile(allocates)
    called()
    called()
    row = profile.rows.pop()
    block = 16 if sys.maxsize < 1 << 32 else 32
    # A list and its three items.
    assert row.calls == 2 and 4 * block // 2 <= row.allocated <= 8 * block, row.allocated


class Guarded:
    """An interrupt under the guard, which finds the heap locked already."""

    def __init__(self):
        self.calls = self.caught = 0
        self.tick = self._tick

    def _tick(self, _):
        with no_alloc:
            with no_alloc():
                self.calls += 1
        try:
            with no_alloc:
                allocates()
        except MemoryError:
            self.caught += 1


def test_in_an_interrupt():
    Timer = hard_timer()
    guarded = Guarded()
    timer = Timer(freq=500, callback=guarded.tick, hard=True)
    try:
        with no_alloc:  # which an interrupt must not take off
            sleep_ms(20)
        sleep_ms(20)
    finally:
        timer.deinit()
    assert guarded.calls == guarded.caught and guarded.calls >= 5, (guarded.calls, guarded.caught)
    gc.collect()
    assert len(bytearray(1000)) == 1000
