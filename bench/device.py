"""What runs on the interpreter under measurement, part by part of bench/parts/.

    micropython -c "import device; device.main('codecs')"      # a JSON row a bench

A bench is `(name, setup, sizes)`, and `setup(n) -> (run, right)`: `run(times)` is what is timed, `right()` says
afterwards whether it did its work, `n` is the bytes that it works on. Reported are the median of some batches in
µs a time, loop included, and the bytes that a time takes from the heap with the collector off.
"""

import gc
import sys
import time

from inputs import PLAIN_SHARE

from memchunk import kernels

_EMULATED = sys.platform == "rp2"  # no two times differ, and each takes 40 times as long
_BATCHES = 2 if _EMULATED else 7
_BATCH = 2000  # µs, at least
_MOST = 50  # times in a batch


def _timed(run, times):
    began = time.ticks_us()
    run(times)
    return time.ticks_diff(time.ticks_us(), began)


def measure(run):
    """Median and spread in µs a time, and bytes a time."""
    run(1)  # what a first time loads is not a matter of every one
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    once = _timed(run, 1)
    alloc = gc.mem_alloc() - before
    gc.enable()
    if _EMULATED and once > _BATCH:
        return once, 0, alloc
    times = max(2, min(_MOST, _BATCH // (once + 1)))
    took = [_batch(run, times) for _ in range(_BATCHES)]
    took.sort()
    return took[_BATCHES // 2], took[-1] - took[0], alloc


def _batch(run, times):
    if not _EMULATED:
        gc.collect()
    return _timed(run, times) / times


def main(part, *args):
    module = __import__("parts." + part, None, None, ("BENCHES",))
    for name, setup, sizes in module.benches(*args) if args else module.BENCHES:
        for n in sizes:
            if _EMULATED and kernels.BACKEND == "plain":
                n //= PLAIN_SHARE if hasattr(module, "SHRINKS") else 1
            run, right = setup(n)
            us, spread, alloc = measure(run)
            if not right():
                raise ValueError(name + ": wrong result")
            backend = getattr(module, "BACKEND", kernels.BACKEND)
            row = '{"name": "%s", "backend": "%s", "n": %d, "us": %.2f, "spread": %.2f, "alloc": %d}'
            print(row % (name, backend, n, us, spread, alloc))
            run = right = None
