"""When the collector runs, and for how long: in idle time, if there is enough of it.

    idle = IdleGC(20_000)                  # a deadline every 20 ms
    while True:
        work(); idle.tick()                # met: the next one is 20 ms from now
        idle()                             # collects if that is over by then
    print(idle.collections, idle.refused, idle.pauses)
"""

import gc
from array import array

from memchunk.port import const, sleep_ms, ticks_diff, ticks_us

_KINDS = const(24)  # a pause of 2^23 us, 8 s, is the longest kind
_SPARE = const(8)  # the next pause may be longer than the last by one in so many


class PauseHistogram:
    """How long pauses were: `counts[k]` of them took 2^k to 2^(k+1) - 1 µs, and less than 2 for k = 0; `longest` in µs.

    Allocates: 2 objects. IRQ-safe: no.
    """

    def __init__(self):
        self.counts = array("i", bytes(4 * _KINDS))
        self.longest = 0

    def add(self, us):
        """Count a pause of so many microseconds. Allocates: 0 B. IRQ-safe: no."""
        if us > self.longest:
            self.longest = us
        k = 0
        while us > 1 and k < _KINDS - 1:
            us >>= 1
            k += 1
        self.counts[k] += 1

    def __repr__(self):
        lines = ["%8d us %6d" % (1 << k, count) for k, count in enumerate(self.counts) if count]
        return "\n".join(lines + ["longest %d us" % self.longest])


class IdleGC:
    """Collects when it is asked in time before a deadline, of which there is one every `period_us`.

    `predicted` is what the next collection may take in µs: an eighth more than the last. `pauses` is a PauseHistogram
    of what they took, `collections` how many there were, and `refused` how many periods in which it was asked and never
    had the time. Memory that is full meanwhile is collected by whoever finds it so: `threshold` says when.

    Raises ValueError("period_us") unless it is from 1 to 2^29. Collects twice. Allocates: 3 objects. IRQ-safe: no.
    """

    def __init__(self, period_us):
        if not 0 < period_us < 1 << 29:
            raise ValueError("period_us")
        self.period_us = period_us
        self.pauses = PauseHistogram()
        self.collections = self.refused = self.predicted = 0
        self._asked = self._collected = False
        self._began = ticks_us()
        self.collect()
        self.collect()
        self.tick()

    def tick(self):
        """A deadline was met just now, or work began: the next is `period_us` away. Allocates: 0 B. IRQ-safe: no."""
        self._began = ticks_us()
        if self._asked and not self._collected:
            self.refused += 1
        self._asked = self._collected = False

    @property
    def slack(self):
        """Microseconds until the next deadline, below 0 when it is missed. Allocates: 0 B. IRQ-safe: no."""
        return self.period_us - ticks_diff(ticks_us(), self._began)

    def __call__(self):
        """Collect, once a period, if that is over before the deadline; whether it did. Allocates: 0 B. IRQ-safe: no."""
        if self._collected:
            return False
        self._asked = True
        if self.slack <= self.predicted:
            return False
        self.collect()
        return True

    def collect(self):
        """Collect now, and learn from how long it takes, which comes back. Allocates: 0 B. IRQ-safe: no."""
        began = ticks_us()
        gc.collect()
        took = ticks_diff(ticks_us(), began)
        self.pauses.add(took)
        self.predicted = took + took // _SPARE + 1
        self.collections += 1
        self._collected = True
        return took

    def run(self, pipeline):
        """What `pipeline.run(idle)` does: each chunk that was moved is a deadline met, and idle time is used.

        `period_us` is then how long the source can do without being asked, which its buffers decide.
        Raises ValueError("period_us: ...") before anything is moved if a collection would take longer; one pause in
        advance is what tells. Allocates: 0 B. IRQ-safe: no.
        """
        self.collect()
        if self.predicted >= self.period_us:
            raise ValueError("period_us: a collection may take %d us" % self.predicted)
        self.tick()
        while not pipeline.done:
            if pipeline.step():
                self.tick()
            elif not (pipeline.done or self()):
                sleep_ms(1)


def threshold(fraction=0.25):
    """Collect whenever so much of what is free now was allocated, or nothing fits; returns that in bytes.

    `gc.threshold(gc.mem_free() // 4 + gc.mem_alloc())`, as it is often written, never comes to pass once three
    quarters of the heap are in use: what counts is what is allocated since the last collection.
    Raises ValueError("fraction") unless it is above 0 and below 1. Collects. Allocates: floats. IRQ-safe: no.
    """
    if not 0 < fraction < 1:
        raise ValueError("fraction")
    gc.collect()
    if not hasattr(gc, "mem_free"):
        return None
    most = int(gc.mem_free() * fraction)
    gc.threshold(most)
    return most
