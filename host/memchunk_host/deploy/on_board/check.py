"""Runs on the board: import memchunk, use it for a moment, and tell what came of it."""

# mypy: allow-untyped-defs, disable-error-code=attr-defined

import gc
import sys

_ROWS, _CHANNELS, _CHUNKS = 8, 2, 32


class _Ramp:
    """A sensor: its samples count up, a byte at a time."""

    def __init__(self):
        self._next = 0

    def readinto(self, view):
        at = 0  # each by itself: a tuple would be allocated
        n = len(view)
        value = self._next
        while at < n:
            view[at] = value & 0xFF
            value += 3
            at += 1
        self._next = value & 0xFFFF
        return n


def check(path):
    """Import from `path` if given, else from sys.path; returns what was found, or raises."""
    for name in list(sys.modules):  # boot.py may have imported another one
        if name.partition(".")[0] == "memchunk":
            del sys.modules[name]
    if path:
        sys.path.insert(0, path)
    gc.collect()
    before = gc.mem_free()
    gc.threshold(1024)
    import memchunk
    from memchunk import Blockpack, Descriptor, Frame, Pipeline, StreamSource  # noqa: F401

    gc.threshold(-1)
    gc.collect()
    found = {"before": before, "after": gc.mem_free()}
    found.update({"version": memchunk.__version__, "file": memchunk.__file__})
    _ring()
    found["frames"], found["bad"], found["allocated"] = _frames()
    from memchunk import View, kernels

    found.update({"backend": kernels.BACKEND, "zero_alloc": View.zero_alloc})
    return found


def _ring():
    """A round trip through a Ring, over its edge too."""
    from memchunk import Ring

    ring, data, out = Ring(16), b"0123456789", bytearray(10)
    for _ in range(5):
        if ring.write(data) != 10 or ring.readinto(out) != 10 or out != data:
            raise ValueError("Ring: not what was written")


def _frames():
    """Packed frames through a ring into a reader, which checks their CRC: good ones, bad ones, bytes allocated."""
    from memchunk import Blockpack, Crc32, Descriptor, Frame, FrameReader, Pipeline, Ring, StreamSource

    crc = Crc32()
    crc.update(b"123456789")
    if bytes(crc.value) != b"\x26\x39\xf4\xcb":
        raise ValueError("Crc32: not the catalogue's check value")
    link, reader = Ring(512), FrameReader(512)
    stages = [Blockpack(_CHANNELS), Frame(Descriptor(1, "check", ("a", "b")))]
    pipeline = Pipeline(StreamSource(_Ramp(), _CHANNELS), stages, link, rows=_ROWS)
    _carry(pipeline, link, reader, 4)
    gc.collect()
    gc.disable()
    allocated = gc.mem_alloc()
    _carry(pipeline, link, reader, _CHUNKS - 4)
    allocated = gc.mem_alloc() - allocated
    gc.enable()
    return reader.good, reader.bad + reader.lost, allocated


def _carry(pipeline, link, reader, chunks):
    while chunks:
        pipeline.step()
        chunks -= 1
        reader.commit(link.readinto(reader.claim()))
        while reader.next():
            pass
