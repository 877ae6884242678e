"""Measure `usual_way.py`; run by `make demo`.

    micropython -X heapsize=64k measure_usual_way.py imu.json imu.raw > imu.mchk 2> figures.txt

A few chunks with the collector held off tell the garbage of each, a dry run tells the speed, and a run
to standard output, the heap read after every chunk, tells how often the collector comes.
"""

import gc
import json
import sys
import time
from array import array

sys.path.append(sys.argv[0].rsplit("/", 1)[0] + "/..")

import usual_way

_FEW = 16  # chunks
_DRY = 512
_SAMPLES = 96  # of free heap, for the picture


def garbage(frames):
    """Bytes that each of a few chunks leaves behind, on average, with the collector held off."""
    next(frames)  # the descriptor
    total = chunks = 0
    gc.disable()
    for _ in range(_FEW):
        gc.collect()
        before = gc.mem_alloc()
        try:
            next(frames)  # of one argument: before MicroPython 1.25 it takes no default
        except StopIteration:
            break
        total += gc.mem_alloc() - before
        chunks += 1
    gc.enable()
    return total // chunks


def dry_run(frames):
    """Microseconds a chunk, on average over the first, with nothing else measured."""
    next(frames)
    chunks = 0
    with open("/dev/null", "wb") as nowhere:
        began = time.ticks_us()
        for frame in frames:
            nowhere.write(frame)
            chunks += 1
            if chunks == _DRY:
                break
        return time.ticks_diff(time.ticks_us(), began) // chunks


def run(frames, link, samples):
    """Send everything; returns chunks, and in how many of them the collector ran.

    `samples` gets the free bytes after each of the first chunks.
    """
    shrank = 0
    chunk = -1  # the descriptor comes first
    last = gc.mem_alloc()
    for frame in frames:
        link.write(frame)
        now = gc.mem_alloc()
        shrank += now < last
        last = now
        if 0 <= chunk < len(samples):
            samples[chunk] = gc.mem_free()
        chunk += 1
    return chunk, shrank


def tell(name, value):
    """One figure to whoever reads standard error."""
    print(name, value, file=sys.stderr)


def measure(sensor, link, about):
    """Run it three times, and tell all figures."""
    tell("alloc_per_chunk", garbage(usual_way.frames(sensor, **about)))
    sensor.seek(0)
    tell("rows_per_s", about["rows"] * 1_000_000 // dry_run(usual_way.frames(sensor, **about)))
    sensor.seek(0)
    gc.collect()
    samples = array("i", bytes(4 * _SAMPLES))
    chunks, collections = run(usual_way.frames(sensor, **about), link, samples)
    tell("chunks", chunks)
    tell("collections", collections)
    for i in range(min(_SAMPLES, chunks)):
        tell("free", samples[i])


with open(sys.argv[1]) as file:
    about = json.load(file)
with open(sys.argv[2], "rb") as sensor:
    measure(sensor, sys.stdout.buffer, about)
