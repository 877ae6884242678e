"""The same 110,000 characters, encoded chunk by chunk in memory that never grows.

    micropython -X heapsize=64k process_data_in_chunks.py

`process_data_ignoring_memory.py` is the program that this one answers.
"""

import gc

from memchunk import Crc32, read_chunks

TEXT = "sensor_data"
TIMES = 10000
CHUNK = 512  # bytes, the most that is ever held

mem_alloc = getattr(gc, "mem_alloc", None) or (lambda: 0)  # CPython does not count its heap


class Characters:
    """A sensor that says `text` `times` times over; `readinto` gives it encoded in UTF-8.

    Allocates: itself and one encoded `text`. IRQ-safe: no.
    """

    def __init__(self, text, times):
        self._encoded = text.encode("utf-8")
        self._left = times * len(self._encoded)
        self._at = 0

    def readinto(self, view):
        """Fill `view`; returns how many bytes were left for it. Allocates: 0 B. IRQ-safe: no."""
        encoded, at = self._encoded, self._at
        n = min(len(view), self._left)
        for i in range(n):
            view[i] = encoded[at]
            at += 1
            if at == len(encoded):
                at = 0
        self._at = at
        self._left -= n
        return n


def process(chunks, crc):
    """Run the CRC over every chunk; returns bytes processed and the most that the heap grew meanwhile."""
    size = increment = 0
    before = mem_alloc()
    for chunk in chunks:
        assert len(chunk) <= CHUNK, "a chunk is larger than its limit"
        crc.update(chunk)
        size += len(chunk)
        increment = max(increment, mem_alloc() - before)
    return size, increment


def process_data_in_chunks():
    """Process everything, hold the limits, and tell. Allocates: one chunk's buffer and a few objects."""
    crc = Crc32()
    process(read_chunks(Characters(TEXT, 1), CHUNK), crc)  # once small: kernels load on first use
    crc.reset()
    chunks = read_chunks(Characters(TEXT, TIMES), CHUNK)
    gc.collect()
    size, increment = process(chunks, crc)
    assert size == len(TEXT) * TIMES, "something is missing"
    assert increment == 0, "the heap grew by %d bytes" % increment
    print("size processed:", size, "bytes")
    print("memory increment:", increment, "bytes")
    print("crc-32:", int.from_bytes(crc.value, "little"))


process_data_in_chunks()
