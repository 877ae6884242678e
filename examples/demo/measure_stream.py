"""Measure `stream.py` over a whole recording; run by `make demo`.

    micropython -X heapsize=64k measure_stream.py imu.json imu.raw > imu.mchk 2> figures.txt

The collector is at work, and the heap is read after every chunk. Some garbage lies about meanwhile, which
the collector would sweep if it ever ran.
"""

import gc
import io
import sys
from array import array

sys.path.append(sys.argv[0].rsplit("/", 1)[0] + "/..")

import stream

_SAMPLES = 96  # of free heap, for the picture
_CANARIES = 8
_CANARY = 96  # bytes


def leave_garbage():
    """Objects that nobody holds: at the collector's first run `mem_alloc` falls, so it can't be missed."""
    for _ in range(_CANARIES):
        bytearray(_CANARY)


def swept():
    """Bytes that a collection frees now."""
    before = gc.mem_alloc()
    gc.collect()
    return before - gc.mem_alloc()


def run(pipeline, samples):
    """Send everything; returns by how much the heap grew in all steps, and how often it shrank.

    `samples` gets the free bytes after each of the first chunks.
    """
    grown = shrank = chunk = 0
    last = gc.mem_alloc()
    while not pipeline.done:
        pipeline.step()
        now = gc.mem_alloc()
        if now > last:
            grown += now - last
        elif now < last:
            shrank += 1
        last = now
        if chunk < len(samples):
            samples[chunk] = gc.mem_free()
        chunk += 1
    return grown, shrank


def in_tuples(about):
    """A copy, so that what a descriptor keeps is allocated anew and counts as the pipeline's."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in about.items()}


class Nowhere:
    """Takes everything."""

    def write(self, view):
        return len(view)


def warm_up(about):
    """Send one row of zeros to nowhere: some modules load on first use, and are no part of a footprint."""
    row = io.BytesIO(bytes(2 * len(about["channels"])))
    stream.pipeline(row, Nowhere(), **about).run()


def tell(name, value):
    """One figure to whoever reads standard error; a line each, since there is little heap for more."""
    print(name, value, file=sys.stderr)


def measure(sensor, link, about):
    """Build, run, and tell all figures."""
    warm_up(about)
    samples = array("i", bytes(4 * _SAMPLES))
    gc.collect()
    before = gc.mem_alloc()
    pipeline = stream.pipeline(sensor, link, **in_tuples(about))
    gc.collect()
    tell("footprint_measured", gc.mem_alloc() - before)

    leave_garbage()
    grown, shrank = run(pipeline, samples)
    stats = pipeline.stats
    tell("rows", stats.rows)
    tell("chunks", stats.chunks)
    tell("alloc_per_chunk", grown / stats.chunks if grown else 0)
    tell("collections", shrank)
    tell("sweepable", swept())
    tell("heap", gc.mem_alloc() + gc.mem_free())
    for i in range(min(_SAMPLES, stats.chunks)):
        tell("free", samples[i])
    tell("footprint_predicted", pipeline.footprint)


with open(sys.argv[2], "rb") as sensor:
    measure(sensor, sys.stdout.buffer, stream.load(sys.argv[1]))
