"""A loop of 1 kHz with 30 percent slack, which makes garbage, on the unix port: with an IdleGC and without.

Simulated is the waiting, which takes no time; what is computed and what is collected takes the time that it takes. A
machine that does something else meanwhile spoils a try, and there are some.
"""

import json
import subprocess

from memchunk_host import interpreter
from memchunk_host.build import LIBRARY

TRIES = 10
PROGRAM = """
import gc, json, time
from memchunk.heap import IdleGC, collect

PERIOD, WORK = 1000, 700  # us
PERIODS = 1200
skipped = 0


def now():
    return time.ticks_us() + skipped  # of half a second: no wrap, or the try is spoilt


def skip_to(moment):
    global skipped
    skipped += max(0, moment - now())


def latest(idle):
    "Microseconds that the latest sample was taken after it was due."
    late, due = 0, now() + PERIOD
    for _ in range(PERIODS):
        skip_to(due)
        start = now()
        late = max(late, start - due)
        if idle:
            idle.tick()
        for i in range(1000):
            [i]
        skip_to(start + WORK)
        if idle:
            idle()
        due += PERIOD
    return late


collect.ticks_us = now
gc.collect()
idle = IdleGC(PERIOD) if {idle} else None
print(json.dumps([latest(idle)] + ([idle.collections, idle.refused, idle.pauses.longest] if idle else [])))
"""


def loop(idle):
    command = [interpreter.find(), "-X", "heapsize=64m", "-c", PROGRAM.replace("{idle}", str(idle))]
    done = subprocess.run(command, env={"MICROPYPATH": str(LIBRARY)}, capture_output=True, text=True, timeout=120)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def test_the_longest_gap_of_a_loop_of_1_khz_with_30_percent_slack():
    (without,) = loop(idle=False)  # whatever spoils it makes it longer
    assert without >= 1000
    tries = []
    for _ in range(TRIES):
        with_it, collections, refused, longest = loop(idle=True)
        if collections + refused == 1202 and with_it < 1000 and longest < 300:
            return
        tries.append((with_it, collections, refused, longest))
    raise AssertionError(f"latest with it, collections, refused, longest pause: {tries}")
