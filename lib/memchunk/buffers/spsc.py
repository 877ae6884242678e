"""The bookkeeping of a buffer between one producer and one consumer.

Indices run over [0, 2·capacity): full and empty differ without a spare slot, and nothing leaves a small int.
Each attribute has one writer. Data is written first, the index last, and the other side's index is read
once, so that either side may be a hard IRQ or the other core.

    producer writes   _write  _claimed  dropped  high_water
    consumer writes   _read   _peeked

One exception: with `overwrite` the producer moves `_read` past the oldest, never while the consumer looks
at it (`_peeked` is not 0), and with interrupts held off. That serves an IRQ and the main code; between two
cores only `reject` is safe.
"""

from memchunk.port import lock, unlock


class Spsc:
    """Indices for `capacity` places; `full` is "reject" or "overwrite".

    Raises ValueError naming the argument. Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, capacity, full):
        if capacity < 1:
            raise ValueError("capacity: at least 1")
        if full not in ("reject", "overwrite"):
            raise ValueError('full: "reject" or "overwrite"')
        self.capacity = capacity
        self._overwrites = full == "overwrite"
        self._write = self._read = 0
        self._claimed = self._peeked = 0
        self.dropped = self.high_water = 0

    def any(self):
        """How many wait. Allocates: 0 B. IRQ-safe: yes."""
        return self._used()

    def free(self):
        """How many places are free. Allocates: 0 B. IRQ-safe: yes."""
        return self.capacity - self._used()

    def _used(self):
        used = self._write - self._read
        return used if used >= 0 else used + 2 * self.capacity

    def _wrapped(self, index):
        return index if index < 2 * self.capacity else index - 2 * self.capacity

    def _place(self, index):
        return index if index < self.capacity else index - self.capacity

    def _make_room(self, n):
        """Producer: the places free, after dropping the oldest where overwriting and fewer than `n` are."""
        free = self.capacity - self._used()
        if free < n and self._overwrites:
            free += self._evict(min(n, self.capacity) - free)
        return free

    def _fill(self, n):
        """Producer: publish `n` more places."""
        self._claimed = 0
        self._write = self._wrapped(self._write + n)
        used = self._used()
        if used > self.high_water:
            self.high_water = used

    def _hold(self):
        """Consumer: keep the producer off what is ready; returns how much that is."""
        self._peeked = self.capacity  # first of all: from here on nothing is evicted
        self._peeked = ready = self._used()
        return ready

    def _drain(self, n):
        """Consumer: give `n` places back, and with them the hold on the oldest."""
        self._read = self._wrapped(self._read + n)
        self._peeked = 0

    def _evict(self, n):
        """Producer, when overwriting: drop the `n` oldest; 0, and nothing dropped, while they are held."""
        held_off = lock()
        if self._peeked:
            n = 0
        else:
            self._let_go(n)
        unlock(held_off)
        self.dropped += n
        return n

    def _let_go(self, n):
        self._read = self._wrapped(self._read + n)
