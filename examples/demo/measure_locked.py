"""Run `stream.py` into nothing with the heap locked, where an allocation raises MemoryError.

    micropython -X heapsize=64k measure_locked.py imu.json imu.raw 2> figures.txt

Nothing else is measured meanwhile, so this tells the speed, too. Run by `make demo`.
"""

import sys
import time

sys.path.append(sys.argv[0].rsplit("/", 1)[0] + "/..")

import micropython

import stream


def measure(pipeline):
    """All rows but those of the first chunk, with the heap locked."""
    pipeline.step()  # kernels load on first use
    rows = pipeline.stats.rows
    micropython.heap_lock()
    try:
        began = time.ticks_us()
        pipeline.run()
        took = time.ticks_diff(time.ticks_us(), began)
    finally:
        micropython.heap_unlock()
    print("rows", pipeline.stats.rows, file=sys.stderr)
    print("rows_per_s", (pipeline.stats.rows - rows) * 1_000_000 // took, file=sys.stderr)


with open(sys.argv[2], "rb") as sensor, open("/dev/null", "wb") as nowhere:
    measure(stream.pipeline(sensor, nowhere, **stream.load(sys.argv[1])))
