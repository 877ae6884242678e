"""What the heap looks like now: how much is free and in which pieces, without allocating or printing anything.

    from memchunk import heap
    seen = heap.inspect()
    print(seen.free, seen.largest, seen.runs, seen.fragmentation)
    print(heap.fits(16384), "times will 16 KB fit;", seen.how)

It is read from the collector's own table (`heap.table`) and was held to the collector's figures once; where that
cannot be, `heap.trials` finds out what it can, and `how` says so.
"""

from array import array

import memchunk.heap.table as table
from memchunk.port import const

_SIZES = const(5)  # words of a walk, in blocks: free, heads, runs, largest, free at the end, sizes
_way = None  # the tables, or what is tried instead


class Record:
    """What `inspect` found, in bytes: `total`, `free`, `used`, the `largest` free piece, and `last`, from the start of
    the heap to the end of what is used; `runs`, pieces that are free, and `heads`, pieces that are used.

    `sizes[k]`: how many free pieces have 2^k to 2^(k+1) - 1 blocks, of `block` bytes. `exact` is False where the
    collector's table was not to be had, `how` says what was done instead; what could not be known is None.
    `grows`: bytes that `gc.mem_free()` adds to `free`, which the port could still get from its system.

    Allocates: 4 objects. IRQ-safe: no.
    """

    block = table.BLOCK

    def __init__(self):
        self.total = self.free = self.used = self.largest = self.runs = self.heads = self.last = None
        self.exact, self.how, self.grows = False, "not inspected", 0
        self._words = array("i", bytes(4 * table.SUMS))
        self.sizes = memoryview(self._words)[_SIZES:]
        self.sums = table.bytes_of(self._words)  # of the same memory: where the walk counts

    @property
    def fragmentation(self):
        """0.0 where all that is free is in one piece, up to 1.0; None if unknown. Allocates: a float. IRQ-safe: no."""
        if self.largest is None or self.free is None:
            return None
        return 1 - self.largest / self.free if self.free else 0.0

    def walked(self, total, grows):
        """Take over what a walk counted, in a heap of `total` bytes. Allocates: 0 B. IRQ-safe: no."""
        self.exact, self.how, self.grows = True, "table", grows
        words, block = self._words, table.BLOCK
        self.total, self.free = total, words[0] * block
        self.used = total - self.free
        self.heads, self.runs = words[1], words[2]
        self.largest = words[3] * block
        self.last = total - words[4] * block

    def __repr__(self):
        known = "total free used largest runs heads".split()
        text = ", ".join(["%s %s" % (name, getattr(self, name)) for name in known])
        share = self.fragmentation
        return "%s, fragmentation %s (%s)" % (text, share if share is None else "%.3f" % share, self.how)


_own = Record()


def inspect(record=None):
    """Look at the heap as it is now, garbage included; returns `record`, or one that every call fills anew.

    What another thread or core allocates meanwhile may be counted in part. Allocates: 0 B, after the first call, which
    finds the table (on firmware where there is one, and until such a heap gets a new area). IRQ-safe: no.
    """
    record = record or _own
    return _ready().fill(record)


def fits(n):
    """How many times `n` bytes in one piece are free now, without a collection; None if that cannot be known.

    A bytearray takes so many bytes and one more block. Raises ValueError("n") below 1.
    Allocates: 0 B, after the first call, as `inspect`. IRQ-safe: no.
    """
    if n < 1:
        raise ValueError("n")
    return _ready().fits(n)


def _ready():
    global _way
    if _way is None or _way.stale:
        found = table.find()
        if isinstance(found, str):
            from memchunk.heap.trials import Trials

            found = Trials(found)
        _way = found
    return _way
