"""Where the collector keeps its table, on the firmware that this runs on.

    tables = find()
    for part in tables.parts:
        kernels.heap_table.walk(part, len(part), sums)

`sys.modules` lies within the interpreter's own state, and shortly behind it what the collector knows of each area
of its heap, in words (py/mpstate.h):

    [next area] | table | its bytes | [finalisers] [weak references] | pool | its end | last free | last used

That is an internal layout: it counts only if the pool has as many blocks as the table, an object made here is found
in it, and as much is used by the table as by `gc.mem_alloc()`.
"""

import gc
import struct
import sys

import memchunk.kernels as kernels
from memchunk.port import const

try:
    from uctypes import addressof, bytearray_at
except ImportError:
    bytearray_at = None  # type: ignore[assignment]

WORD = struct.calcsize("P")
BLOCK = 4 * WORD  # bytes of the collector's blocks, on every port
SUMS = const(29)  # words that the kernel counts in: five, and 24 sizes of runs
_FAR = const(512)  # words behind sys.modules, of which 80 to 160 were seen
_LOWEST = const(4096)  # no area is below: ports of one area have something else in place of the next one's address
_MOST = const(16)  # areas
_PROBE = const(5)  # blocks
_ADDRESS = (1 << 8 * WORD) - 1
_ZEROS = "%ds" % (4 * SUMS)  # of an empty string


class Tables:
    """The table of each area of the heap in `parts`, the bytes that all have for objects in `total`, and where these
    begin in `pools`.

    `grows` is what `gc.mem_free()` counts beyond them: memory that this port can still get from its system.
    """

    def __init__(self):
        self.parts = []
        self.pools = []
        self.total = self.grows = 0
        self._links: list = []  # each area's word for the next one's address, and what it was

    def add(self, place, table, size, total, pool):
        """An area that is described at `place`. Allocates: what it keeps of it. IRQ-safe: no."""
        link = bytearray_at(place - WORD, WORD)
        self._links.append((link, bytes(link)))
        self.parts.append(bytearray_at(table, size))
        self.pools.append(pool)
        self.total += total

    @property
    def stale(self):
        """Whether areas came or went since. Allocates: 0 B. IRQ-safe: no."""
        for link, was in self._links:
            if link != was:
                return True
        return False

    def walk(self, sums):
        """Count all parts into `sums`, a memoryview of SUMS words. Allocates: 0 B. IRQ-safe: no."""
        struct.pack_into(_ZEROS, sums, 0, b"")
        for part in self.parts:
            _walk(part, sums)

    def fill(self, record):
        """A Record of what there is; returns it. Allocates: 0 B. IRQ-safe: no."""
        self.walk(record.sums)
        record.walked(self.total, self.grows)
        return record

    def fits(self, n):
        """How many times `n` bytes in one piece are free. Allocates: 0 B. IRQ-safe: no."""
        n = min((n + BLOCK - 1) // BLOCK, 1 << 28)  # a word, and more than there are
        found = 0
        for part in self.parts:
            found = _fits(part, n) + found  # the other way round the frame would be one too large
        return found

    def one(self):
        """From now on there is one area, which has no next. Allocates: 0 B. IRQ-safe: no."""
        self._links = ()  # type: ignore[assignment]


def _walk(part, sums):  # apart, as is all that runs here: a larger frame is one on the heap, and would be counted
    kernels.heap_table.walk(part, len(part), sums)


def _fits(part, n):
    return kernels.heap_table.fits(part, len(part), n)


def bytes_of(words):
    """The memory of an array as a memoryview of bytes. Allocates: that. IRQ-safe: no."""
    if bytearray_at is None:
        return memoryview(bytearray(4 * len(words)))
    return memoryview(bytearray_at(addressof(words), 4 * len(words)))


def find():
    """The Tables of this heap; where there are none that agree with the collector, a line that says why.

    Allocates: them, and to find them. IRQ-safe: no.
    """
    if bytearray_at is None or not hasattr(sys, "modules"):
        return "no uctypes or no sys.modules"
    probe = bytearray(_PROBE * BLOCK)
    place = address(sys.modules)
    stop = place + _FAR * WORD
    while not _area(place):
        place += WORD
        if place > stop:
            return "no area of a heap behind sys.modules"
    if not _holds(_area(place), probe):
        return "an object is not where the table should say so"
    tables = Tables()
    tables.add(place, *_area(place))
    return _agreed(tables, place)


def address(thing):
    """Where an object lies. Allocates: an int. IRQ-safe: no."""
    place = id(thing)
    return place + (1 << 31) if place < 0 else place  # above 1 GB on a 32-bit port


def _area(place):
    """(table, its bytes, bytes of the pool, pool) if an area is described at `place`, else None."""
    words = struct.unpack("7P", bytearray_at(place, 7 * WORD))
    for i in (3, 2, 4):  # with finalisers, without, and with weak references, too
        size = 4 * BLOCK * words[1]  # a difference of large ints may be a large one, which allocates where it is used
        if size and size == words[i + 1] - words[i] and not words[0] % 4 and words[0] >= _LOWEST:
            return words[0], words[1], size, words[i]
    return None


def _holds(area, probe):
    """Whether the table has a head and tails for `probe`, and then no further tail."""
    table, size, _, pool = area
    at = (addressof(probe) - pool & _ADDRESS) // BLOCK  # before MicroPython 1.25 it is negative above 2 GB
    if at + _PROBE >= 4 * size:
        return False
    part = bytearray_at(table, size)
    kinds = [part[i >> 2] >> 2 * (i & 3) & 3 for i in range(at, at + _PROBE + 1)]
    return kinds[:-1] == [1] + [2] * (_PROBE - 1) and kinds[-1] != 2


def _agreed(tables, place):
    """The tables once they count what the collector does: further areas are looked for only until then."""
    sums = memoryview(bytearray(4 * SUMS))
    while not _same(tables, sums):
        if gc.mem_alloc() + gc.mem_free() <= tables.total:
            return "gc.mem_alloc() is not what the table has"  # all areas are known: what is there is no address
        place = struct.unpack("P", bytearray_at(place - WORD, WORD))[0]
        if place < _LOWEST or place % WORD or len(tables.parts) == _MOST or not _area(place + WORD):
            return "gc.mem_alloc() is not what the table has"
        place += WORD
        tables.add(place, *_area(place))
    tables.grows = gc.mem_free() - _free(sums)
    if not tables.grows and len(tables.parts) == 1:
        tables.one()
    return tables


def _same(tables, sums):
    tables.walk(sums)
    return tables.total - _free(sums) == gc.mem_alloc()


def _free(sums):
    return (sums[0] | sums[1] << 8 | sums[2] << 16 | sums[3] << 24) * BLOCK
