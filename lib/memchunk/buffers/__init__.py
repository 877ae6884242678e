"""Where bytes wait between one producer and one consumer: the bookkeeping that all buffers share.

Indices run over [0, 2·capacity): full and empty differ without a spare slot, and nothing leaves a small int.
Each attribute has one writer. Data is written first, the index last, and the other side's index is read
once, so that either side may be a hard IRQ or the other core.

    producer writes   _write  _claimed  dropped  high_water
    consumer writes   _read   _peeked

One exception: with `overwrite` the producer moves `_read` past the oldest, never while the consumer looks
at it (`_peeked` is not 0), and with interrupts held off. That serves an IRQ and the main code; between two
cores only `reject` is safe.

Counts stop at 2^30 - 1: one more would be on the heap of a 32-bit port, where an IRQ can't put it.
"""


class Spsc:
    """Indices for `capacity` places; `full` is "reject" or "overwrite".

    Raises ValueError naming the argument. Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, capacity, full):
        if capacity < 1:
            raise ValueError("capacity")
        self._evict = None
        if full == "overwrite":
            from memchunk.buffers.evict import evict

            self._evict = evict
        elif full != "reject":
            raise ValueError("full")
        self.capacity = capacity
        self._span = 2 * capacity
        self._write = self._read = self._claimed = self._peeked = self.dropped = self.high_water = 0

    def any(self):
        """How many wait. Allocates: 0 B. IRQ-safe: yes."""
        while True:
            write = self._write
            used = (write - self._read) % self._span
            if write == self._write:  # or else an overwriting producer moved both in between
                return used

    def free(self, n=0):
        """How many places are free; for the producer, after dropping the oldest to make that `n` if it may.

        Allocates: 0 B. IRQ-safe: yes.
        """
        free = self.capacity - (self._write - self._read) % self._span
        if free < n and self._evict:
            free = self._evict(self, n)
        return free

    def _fill(self, n):
        """Producer: publish `n` more places."""
        write = (self._write + (n | 0)) % self._span  # `| 0`: raises TypeError for a float
        used = (write - self._read) % self._span
        if used > self.high_water:  # before the consumer can have taken any of it
            self.high_water = used
        self._claimed = 0
        self._write = write

    def _hold(self):
        """Consumer: keep the producer off what is ready; returns how much that is."""
        self._peeked = self.capacity  # first of all: from here on nothing is evicted
        self._peeked = ready = (self._write - self._read) % self._span
        return ready

    def _drain(self, n):
        """Consumer: give `n` places back, and with them the hold on the oldest."""
        if n:  # with none there was nothing to hold, and the producer may be moving it
            self._read = (self._read + (n | 0)) % self._span
        self._peeked = 0
