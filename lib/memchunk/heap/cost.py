"""What a collection would cost now: predicted from what is on the heap, with costs that this board was asked for once.

    from memchunk.heap import gc_cost
    print(gc_cost(), "us")                 # the first call takes longer: it calibrates

A collection marks, then sweeps (py/gc.c). Marking takes a time for every piece, and for every word of one, for buffers
are looked at as if they held pointers: most for a word that is a pointer, least for one that is no multiple of a block.
Sweeping takes a time for every block up to the last used one. A piece that points to more than 64 others that are new
overflows the collector's stack, and all is gone over once more; twice where more than 64 such pieces are within one.
"""

import gc
import sys
from array import array

import memchunk.heap.table as table
import memchunk.kernels as kernels
from memchunk.heap.inspector import Record
from memchunk.port import const, ticks_diff, ticks_us

_TIMES = const(5)  # a pause is the shortest of so many
_STACK = const(64)
_MISALIGNED, _OUTSIDE, _INSIDE, _EXCESS, _WIDEST, _SECOND, _BROAD, _STEP, _LOW = range(9)  # words of a scan
_PIECES, _BLOCKS, _KINDS = 3, 4, 5  # of what `look` tells
_costs = None


def gc_cost():
    """Microseconds that `gc.collect()` would take now if all that is used is live: garbage is only swept, and quicker.

    None where no table of the heap is to be had, or a collection does not happen when it is asked for. The first call
    calibrates: it collects some 40 times, and wants three eighths of the largest free piece meanwhile. Every call looks
    at all words, which takes up to twice as long as collecting: for a plan, not for every chunk.
    Allocates: some numbers. IRQ-safe: no.
    """
    global _costs
    if _costs is None:
        _costs = calibrate()
        gc.collect()
    return _costs and int(_costs.predict(_costs.look()))


def calibrate():
    """Ask the board for its Costs; None as `gc_cost`. Allocates: up to 3/8 of the heap, for a while. IRQ-safe: no."""
    tables = table.find()
    if isinstance(tables, str) or sys.platform == "webassembly":
        return None
    enabled = gc.isenabled()
    gc.disable()
    try:
        return Costs(tables)
    finally:
        if enabled:
            gc.enable()


def pause(times=_TIMES):
    """Microseconds of a collection, the shortest of some: what else goes on only adds. Allocates: 0 B. IRQ-safe: no."""
    gc.collect()
    least = 1 << 29
    for _ in range(times):
        began = ticks_us()
        gc.collect()
        least = min(least, ticks_diff(ticks_us(), began))
    return least


class Costs:
    """Microseconds of each thing that a collection deals with, from pauses on this heap with much of one of them added.

    Allocates: much, for a while. IRQ-safe: no.
    """

    def __init__(self, tables):
        self._tables = tables
        self._record = Record()
        self._each = [0] * _KINDS
        self._base = self._again = 0
        largest = tables.fill(self._record).largest
        self._ask(largest // 8, largest // 4)

    def look(self):
        """What is on the heap, for `predict`: words misaligned, outside and inside, pieces, blocks to sweep; then for
        how many pieces the stack has no room, or -1 if for all, and whether such pieces are within one. Allocates: a
        tuple. IRQ-safe: no.
        """
        record = self._tables.fill(self._record)
        words = self._scan()
        left = words[_EXCESS] or _nested(words[_WIDEST], words[_SECOND], words[_BROAD], record.heads)
        second = words[_SECOND] - _STACK  # if more than 64 beside the widest are as wide, they are within that one
        deep = second > 0 and words[_EXCESS] - words[_WIDEST] + _STACK > _STACK * second
        return words[_MISALIGNED], words[_OUTSIDE], words[_INSIDE], record.heads, record.last // table.BLOCK, left, deep

    def predict(self, seen):
        """Microseconds. Allocates: floats. IRQ-safe: no."""
        cost = self._base
        for i in range(_KINDS):
            cost += self._each[i] * seen[i]
        if seen[_KINDS] >= 0:
            mark = cost - self._base - self._each[_BLOCKS] * seen[_BLOCKS]
            cost += self._again + max(0, mark - seen[_KINDS] * (self._each[_PIECES] + 4 * self._each[_MISALIGNED]))
            if seen[_KINDS + 1]:
                cost += self._again + mark
        return cost

    def _scan(self):
        words = array("i", bytes(40))
        words[_STEP] = table.WORD >> 2
        raw = table.bytes_of(words)
        for part, pool in zip(self._tables.parts, self._tables.pools):
            for i in range(8):
                raw[4 * _LOW + i] = pool >> 8 * i & 0xFF
            memory = table.bytearray_at(pool, 4 * len(part) * table.BLOCK)
            kernels.heap_words.scan(memory, len(part), part, words)
        return words

    def _ask(self, size, hole):
        """As many heaps as there are costs. What is let go of may stay for one more: hence they are solved together."""
        first = self._while(None)
        rows = [
            self._while(bytearray(size)),
            self._while(_behind(hole, size)),
            self._while(bytearray(b"\1" * size)),
            self._while([self] * (size // table.WORD)),
            self._while(_chain(size // table.BLOCK)),
        ]
        self._each = solved([[then - now for then, now in zip(row, first)] for row in rows])
        self._base = first[-1] - self.predict(first)  # what an overflow costs, too, if it does so as it is
        if first[_KINDS] < 0:
            wide = self._while([[] for _ in range(3 * _STACK)])
            self._again = max(0, wide[-1] - self.predict(wide))

    def _while(self, held):
        """What is seen and, last, the pause while `held` is."""
        took = pause()  # first: it collects
        return self.look() + (took,) if held is not self else ()


def solved(rows):
    """x of A·x = b by elimination, each row of A with its b at the end, and more between them; 0 where there is none.

    Allocates: floats. IRQ-safe: no.
    """
    for i in range(_KINDS):
        pivot = max(range(i, _KINDS), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(_KINDS):
            if k != i and rows[i][i]:
                share = rows[k][i] / rows[i][i]
                rows[k] = [a - share * b for a, b in zip(rows[k], rows[i])]
    return [max(0, row[-1] / row[i]) if row[i] else 0 for i, row in enumerate(rows)]


def _nested(widest, second, broad, pieces):
    """For how many pieces the stack has no room although each piece has: if as many are broad as it takes for some
    to be within others. Or -1.
    """
    levels = (2 * broad > widest) + (2 * broad > widest * widest)
    wide = widest + levels * second
    return pieces * (wide - _STACK) // wide if levels and wide > _STACK else -1


def _behind(hole, size):
    """A buffer with a hole before it, where there is room."""
    before = bytearray(hole)
    return bytearray(size) if before else None


def _chain(n):
    """Tuples of a block each, of which each has the next."""
    chain: object = None
    for _ in range(n):
        chain = (chain, None)
    return chain
