"""Nothing is allocated: each method of the transforms and analyses that says so, by both proofs.

`CALLS` names them; on CPython, where docstrings are, a test looks for any that is missing.
"""
# lanes: heap=160k

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk import Byteswap, Calibrate, Chunk, Histogram, Remap, Statistics, Threshold, ZeroCrossing, copy
from memchunk.dsp import Analysis, Transform
from memchunk.view import ALL
from skip import Skip

MODULES = "memory dsp dsp.byteswap dsp.calibrate dsp.remap dsp.statistics dsp.histogram dsp.events"
DATA = bytes(Random(1).bytes(72))  # 12 rows of 3 channels
OUT = bytearray(72)
chunk = Chunk(bytearray(100), 16, 12)


class Keep(Transform):
    """Rows as they are, into another place."""

    def apply_into(self, src, dst):
        return self._check(src, dst)


class Count(Analysis):
    """Rows that went by."""

    rows = 0

    def update(self, src):
        self.rows += self._check(src)


keep, count = Keep(3), Count(3)
calibrate, remap = Calibrate((1, 2, 3), (0.5, -1, 1.5)), Remap((3, -1, 2))
stats, histogram = Statistics(3), Histogram(-30000, 9000, 7, 3)
threshold, crossing = Threshold(3, 900, -900), ZeroCrossing(3, 5, capacity=2)
stats.update(DATA)
threshold.update(DATA)
swap16, swap32 = Byteswap(channels=3), Byteswap(4)
VIEW = memoryview(bytearray(200))
FROM, TO = VIEW[:60], VIEW[7:90]


def in_place(stage):
    def call():
        chunk.set(16, 88)
        payload = chunk.view
        payload[ALL] = DATA
        stage(chunk)

    return call


def update():
    """With rows about to wrap."""
    threshold.clear()
    threshold._state[0] = threshold._state[1] = threshold._state[2] = 255
    threshold._state[3] = 63
    threshold.update(DATA)
    assert threshold.count


CALLS = {
    "Transform.reset": keep.reset,
    "Transform.apply": in_place(keep.apply),
    "Transform.__call__": in_place(keep),
    "Analysis.reset": count.reset,
    "Analysis.__call__": in_place(count),
    "copy": lambda: copy(DATA, OUT),
    "copy, over itself": lambda: copy(FROM, TO),
    "Byteswap.apply_into": lambda: swap16.apply_into(DATA, VIEW),
    "Calibrate.apply_into": lambda: calibrate.apply_into(DATA, OUT),
    "Remap.apply_into": lambda: remap.apply_into(DATA, VIEW),
    "Statistics.update": lambda: stats.update(DATA),
    "Statistics.reset": Statistics(3).reset,
    "Statistics.min": lambda: stats.min(0),
    "Statistics.max": lambda: stats.max(2),
    "Histogram.update": lambda: histogram.update(DATA),
    "Histogram.reset": Histogram(0, 1, 5).reset,
    "Histogram.count": lambda: histogram.count(6, 1),
    "Histogram.under": lambda: histogram.under(2),
    "Histogram.over": lambda: histogram.over(),
    "Threshold.update": update,
    "Threshold.update, full": lambda: crossing.update(DATA),
    "Threshold.count": lambda: threshold.count,
    "Threshold.lost": lambda: threshold.lost,
    "Threshold.row": lambda: threshold.row(0),
    "Threshold.channel": lambda: threshold.channel(0),
    "Threshold.rising": lambda: threshold.rising(0),
    "Threshold.clear": crossing.clear,
    "Threshold.reset": ZeroCrossing(2).reset,
    "Byteswap.apply_into, 32 bits": lambda: swap32.apply_into(DATA, OUT),
}


def test_no_call_allocates():
    if not MICROPYTHON:
        raise Skip("CPython's heap is another one")
    found = [(name, garbage(call)) for name, call in CALLS.items()]
    allocating = [one for one in found if one[1]]
    assert not allocating, allocating


def test_no_method_is_missing():
    if MICROPYTHON:
        raise Skip("its code has no docstrings")
    assert unproved(MODULES, CALLS) == (set(), set())
    for call in CALLS.values():
        call()
        call()
