"""What runs on the interpreter under measurement: each bench is `setup() -> (run, result, work)`.

    micropython bench/device.py viper      # a JSON row a bench: name, backend, n, us, spread, alloc

`run()` is what is timed, `result()` says afterwards whether it did its work, `work` is in bytes. Reported are
the median of seven batches, and the bytes that a run allocates with the collector off.
"""

import gc
import sys
import time

from memchunk import kernels

kernels.BACKEND = sys.argv[1]  # before any other module asks for it

from memchunk import (  # noqa: E402
    Blockpack,
    ChunkQueue,
    Cobs,
    Crc32,
    Descriptor,
    Frame,
    Pipeline,
    Ring,
    StreamSource,
    Unblockpack,
    View,
)

_BATCHES = 7
_RUNS = 20  # in a batch


def _walk(rows, channels):
    """A random walk of int16 rows, the kind of thing that sensors send."""
    out = bytearray(2 * rows * channels)
    state = 1
    values = [0] * channels
    for i in range(rows * channels):
        state = state * 1103 + 12345 & 0xFFFF
        values[i % channels] = values[i % channels] + (state >> 8 & 63) - 31 & 0xFFFF
        out[2 * i] = values[i % channels] & 0xFF
        out[2 * i + 1] = values[i % channels] >> 8
    return out


class _Loop:
    """A stream without end, and a sink that takes all."""

    def __init__(self, data):
        self._data = memoryview(data)
        self.taken = 0

    def readinto(self, buf):
        buf[:] = self._data
        return len(buf)

    def write(self, buf):
        self.taken += len(buf)
        return len(buf)


def view():
    buf = View(bytearray(256))
    return lambda: buf.aim(3, 100), lambda: len(buf.aim(3, 100)) == 97, 0


def ring():
    fifo = Ring(1000)
    data, out = bytearray(range(256)), bytearray(256)

    def run():
        fifo.write(data)
        fifo.readinto(out)

    return run, lambda: out == data and not fifo.any(), 256


def chunk_queue():
    queue = ChunkQueue(4, 256)

    def run():
        queue.claim()
        queue.commit(256)
        queue.peek()
        queue.release()

    return run, lambda: queue.high_water == 1 and not queue.any(), 256


def crc32():
    crc, data = Crc32(), bytearray(b"123456789" * 100)

    def run():
        crc.reset()
        crc.update(data)

    return run, lambda: crc.value == b"\xd7\x0f\xfd\x09", 900


def cobs():
    codec, data = Cobs(), bytearray(i * 7 & 0xFF for i in range(1000))
    out, back = bytearray(codec.max_len(1000)), bytearray(1010)
    n = codec.encode_into(data, out)
    coded = memoryview(out)[:n]
    right = lambda: codec.decode_into(coded, back) == 1000 and back[:1000] == data  # noqa: E731
    return lambda: codec.encode_into(data, out), right, 1000


def blockpack():
    codec, rows = Blockpack(6), _walk(32, 6)
    out, back = bytearray(codec.max_len(len(rows))), bytearray(len(rows))
    coded = memoryview(out)[: codec.encode_into(rows, out)]
    undo = Unblockpack(6)
    right = lambda: undo.decode_into(coded, back) == len(rows) and back == rows  # noqa: E731
    return lambda: codec.encode_into(rows, out), right, len(rows)


def unblockpack():
    _, right, work = blockpack()
    return right, right, work


def pipeline():
    rows = _walk(32, 6)
    loop = _Loop(rows)
    stages = [Blockpack(6), Frame(Descriptor(1, "imu", ("ax", "ay", "az", "gx", "gy", "gz")))]
    flow = Pipeline(StreamSource(loop, 6), stages, loop, rows=32)
    stats = lambda: flow.stats  # noqa: E731
    return flow.step, lambda: stats().rows == 32 * stats().chunks and loop.taken == stats().bytes_out, len(rows)


def _measure(run):
    run()
    times = []
    for _ in range(_BATCHES):
        gc.collect()
        began = time.ticks_us()
        for _ in range(_RUNS):
            run()
        times.append(time.ticks_diff(time.ticks_us(), began) / _RUNS)
    times.sort()
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    for _ in range(_RUNS):
        run()
    alloc = (gc.mem_alloc() - before) // _RUNS
    gc.enable()
    return times[_BATCHES // 2], times[-1] - times[0], alloc


def main():
    for bench in (view, ring, chunk_queue, crc32, cobs, blockpack, unblockpack, pipeline):
        run, right, work = bench()
        us, spread, alloc = _measure(run)
        if not right():
            raise ValueError(bench.__name__ + ": wrong result")
        row = '{"name": "%s", "backend": "%s", "n": %d, "us": %.2f, "spread": %.2f, "alloc": %d}'
        print(row % (bench.__name__, kernels.BACKEND, work, us, spread, alloc))


main()
