"""The same jobs with what every firmware has: struct, lists, `binascii.crc32` and RingIO."""

from binascii import crc32 as binascii_crc32

from inputs import noise, walk
from usual_way import SID, blockpack, frame, rows_of, ticks

from parts.pipeline import CHANNELS, ROWS, Loop

BACKEND = "firmware"
HAND_OFF = (64, 256, 1024, 4096)


def crc32(n):
    data, sums = noise(n), [0]

    def run(times):
        for _ in range(times):
            sums[0] = binascii_crc32(data)

    return run, lambda: sums[0] == binascii_crc32(data)


def usual_way(n):
    """A frame as examples/usual_way.py makes it, and to the sink."""
    loop, data = Loop(b""), walk(n)

    def run(times):
        for _ in range(times):
            table = rows_of(data, CHANNELS)
            loop.write(frame([SID, 0, ticks(), len(table), 1, blockpack(table)]))

    return run, lambda: loop.taken > n // 4


def ring_io(n):
    """In, and out again: it needs a buffer on either side."""
    from micropython import RingIO

    fifo, data, out = RingIO(n + 1), noise(n), bytearray(n)

    def run(times):
        for _ in range(times):
            fifo.write(data)
            fifo.readinto(out)

    return run, lambda: out == data


def raw_rows(n):
    """The rows as they are through RingIO to the sink: no packing, no check, no frame."""
    from micropython import RingIO

    loop, buf, out = Loop(walk(n)), bytearray(n), bytearray(n)
    fifo = RingIO(n + 1)

    def run(times):
        for _ in range(times):
            loop.readinto(buf)
            fifo.write(buf)
            fifo.readinto(out)
            loop.write(out)

    return run, lambda: out == buf and loop.taken % n == 0


BENCHES = (
    ("binascii.crc32", crc32, (1024,)),
    ("the usual way", usual_way, (2 * ROWS * CHANNELS,)),
    ("RingIO, rows as they are", raw_rows, (2 * ROWS * CHANNELS,)),
    ("RingIO write + readinto", ring_io, HAND_OFF),
)
