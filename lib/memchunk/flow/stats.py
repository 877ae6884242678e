"""Stats: what a pipeline has moved, counted for years without leaving small ints."""

from array import array

_CHUNKS, _ROWS, _BYTES_IN, _BYTES_OUT = range(4)
_CARRY = 1 << 28


class Stats:
    """`chunks`, `rows`, `bytes_in` and `bytes_out` so far; `dropped` and `high_water` of the queue, in chunks;
    `longest_us`, the longest step.

    Allocates: itself and two arrays. Reading a count beyond 30 bits allocates it. IRQ-safe: no.
    """

    def __init__(self, queue):
        self._queue = queue
        self._low = array("i", bytes(16))
        self._high = array("i", bytes(16))
        self.longest_us = 0

    def moved(self, rows, bytes_in):
        """Count a chunk. Allocates: 0 B. IRQ-safe: no."""
        self._add(_CHUNKS, 1)
        self._add(_ROWS, rows)
        self._add(_BYTES_IN, bytes_in)

    def sent(self, n):
        """Count bytes written. Allocates: 0 B. IRQ-safe: no."""
        self._add(_BYTES_OUT, n)

    @property
    def chunks(self):
        """Chunks sent whole. Allocates: 0 B up to 30 bits. IRQ-safe: no."""
        return self._count(_CHUNKS)

    @property
    def rows(self):
        """Rows in those chunks. Allocates: 0 B up to 30 bits. IRQ-safe: no."""
        return self._count(_ROWS)

    @property
    def bytes_in(self):
        """Bytes of those rows. Allocates: 0 B up to 30 bits. IRQ-safe: no."""
        return self._count(_BYTES_IN)

    @property
    def bytes_out(self):
        """Bytes that the sink took. Allocates: 0 B up to 30 bits. IRQ-safe: no."""
        return self._count(_BYTES_OUT)

    @property
    def dropped(self):
        """Chunks for which the queue had no room. Allocates: 0 B. IRQ-safe: no."""
        return self._queue.dropped

    @property
    def high_water(self):
        """The most chunks that waited at once. Allocates: 0 B. IRQ-safe: no."""
        return self._queue.high_water

    def _add(self, which, n):
        total = self._low[which] + n
        if total >= _CARRY:
            total -= _CARRY
            self._high[which] += 1
        self._low[which] = total

    def _count(self, which):
        return self._high[which] * _CARRY + self._low[which]
