"""When may the collector run? In the gap before the next deadline, if that is long enough: `IdleGC` asks and decides.

    mpremote run when_may_it_collect.py

A loop with a deadline every PERIOD makes garbage. Left alone, the collector comes when the heap is full, in the middle
of the work; `IdleGC` collects after the work, or not in this period.
"""

import gc
import time

from memchunk.heap import IdleGC

PERIOD, PERIODS = 20_000, 60  # us, and how many


def work():
    """Some readings as text, which is garbage at once."""
    for i in range(40):
        "{},{:.2f}".format(i, i * 0.37)


def latest(idle):
    """Microseconds that the worst piece of work took, its collections included."""
    worst = 0
    due = time.ticks_us()
    for _ in range(PERIODS):
        start = time.ticks_us()
        work()
        worst = max(worst, time.ticks_diff(time.ticks_us(), start))
        if idle:
            idle.tick()
            idle()
        due = time.ticks_add(due, PERIOD)
        while time.ticks_diff(due, time.ticks_us()) > 0:
            pass
    return worst


before = gc.threshold()
gc.threshold(gc.mem_free() // 8)
held = [i * 0.5 for i in range(gc.mem_free() // 400)]  # something to be marked each time
print("worst work, collected when full:", latest(None), "us")
idle = IdleGC(PERIOD)
print("worst work, collected when idle:", latest(idle), "us")
print("collections {}, periods without room for one {}, longest pause {} us".format(
    idle.collections, idle.refused, idle.pauses.longest))
gc.threshold(before)
print("answer: after the work, if the predicted pause fits before the deadline")
