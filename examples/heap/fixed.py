"""The logger of `fragmenting.py` in memory that is fixed before the first reading: nothing moves, nothing is in pieces.

    memchunk heap --unix fixed.py --every 0.02 --svg heap.svg
    memchunk check fixed.py --budget 40k

A ring holds readings of two bytes until they are sent, an array the ones that stay; the upload's block is there from
the beginning. How full the heap is, and in how many pieces, is the same after the first hour and after the last.
"""

import gc
from array import array

from memchunk import Ring

HOURS, STAY = 6, 24
CAPACITY, KEPT = 1024, 1024  # readings that wait, and that stay


class Logger:
    """All the memory there will be."""

    def __init__(self):
        self.waiting = Ring(CAPACITY, "h")
        self.log = array("h", bytes(2 * KEPT))
        self.block = bytearray(16384)
        self.kept = self.sent = 0

    def add(self, i):
        """Take the reading number `i`."""
        value = i * 7919 % 1000
        if not self.waiting.put(value):
            self.send()
            self.waiting.put(value)
        if i % STAY == 0 and self.kept < KEPT:
            self.log[self.kept] = value
            self.kept += 1

    def send(self):
        """Send what waits."""
        while True:
            view = self.waiting.peek()
            if view is None:
                return
            self.sent += len(view)
            self.waiting.release(len(view))


def main():
    """So many hours, and an upload."""
    logger = Logger()
    gc.collect()
    free = gc.mem_free()
    for k in range(HOURS):
        for i in range(1000 + 250 * k):
            logger.add(i)
        logger.send()
    gc.collect()
    print(logger.sent, "readings sent,", logger.kept, "kept,", free - gc.mem_free(), "bytes less free than before")
    return logger


logger = main()
print("upload:", len(logger.block), "bytes, which were there all the time")
