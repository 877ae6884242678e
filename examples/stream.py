"""A sensor's samples to a link, in memory that is fixed before the first of them arrives.

    micropython -X heapsize=64k stream.py imu.json imu.raw > imu.mchk
    memchunk decode imu.mchk --csv

Here the sensor is a file and the link standard output. On a board they are a driver with `readinto` and a
UART; nothing else changes.
"""

import gc
import sys

if hasattr(gc, "threshold"):
    gc.threshold(1024)  # while importing: garbage left between what stays would leave the heap in pieces

from memchunk import Blockpack, Descriptor, Frame, Pipeline, StreamSource

if hasattr(gc, "threshold"):
    gc.threshold(-1)


def pipeline(sensor, link, rows, **about):
    """Frames of `rows` rows from `sensor` to `link`; `about` is what a Descriptor takes.

    Allocates: all that streaming will need. IRQ-safe: no.
    """
    channels = len(about["channels"])
    stages = [Blockpack(channels), Frame(Descriptor(1, **about))]
    return Pipeline(StreamSource(sensor, channels), stages, link, rows)


def load(path):
    """The arguments of `pipeline` from a file of JSON. Allocates: them. IRQ-safe: no."""
    import json

    with open(path) as file:
        return json.load(file)


def main(about, samples):
    """Send a whole file, and say on standard error what it took. Allocates: the pipeline. IRQ-safe: no."""
    with open(samples, "rb") as sensor:
        stream = pipeline(sensor, sys.stdout.buffer, **load(about))
        stream.run()
    sys.stdout.buffer.flush()
    print(stream.stats.rows, "rows in", stream.footprint, "bytes of heap", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: stream.py ABOUT.json SAMPLES.raw > CAPTURE.mchk")
    main(sys.argv[1], sys.argv[2])
