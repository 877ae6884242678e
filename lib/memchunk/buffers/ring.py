"""Ring: elements in the order they came, without a copy where you like.

    ring = Ring(1024)
    space = ring.claim(); ring.commit(uart.readinto(space))
    data = ring.peek(); ring.release(sink.write(data))

All of `capacity` elements fit, any number of them, of one byte to four.
"""

from array import array

from memchunk import kernels
from memchunk.buffers.copying import copy
from memchunk.buffers.spsc import Spsc
from memchunk.port import writable
from memchunk.view import View

_SIZES = "bBhHiI"  # one, two and four bytes


def _item_size(typecode):
    if len(typecode) != 1 or typecode not in _SIZES:
        raise ValueError("typecode: one of " + _SIZES)
    return 1 << (_SIZES.index(typecode) >> 1)


class Ring(Spsc):
    """`capacity` elements of `typecode` (as in `array`: b B h H i I), or as many as a given buffer holds.

    `full="reject"` refuses what does not fit; `full="overwrite"` lets the oldest go, except those that a
    peek holds. `dropped` and `high_water` count elements.

    Raises ValueError or TypeError naming the argument. Allocates: the memory and four objects. IRQ-safe: no.
    """

    def __init__(self, capacity_or_buffer, typecode="B", full="reject"):
        size = _item_size(typecode)
        memory = capacity_or_buffer
        if isinstance(memory, int):
            if memory < 1:
                raise ValueError("capacity: at least 1")
            memory = bytearray(memory) if typecode == "B" else array(typecode, bytearray(size * memory))
        writable(memory, "buffer")
        super().__init__(len(memory), full)
        self._memory = memoryview(memory)
        self._written = View(memory)
        self._shown = View(memory)
        self._plan = array("i", (0, 0, 0, size))

    def claim(self, n=1):
        """View of the free elements that follow, up to the end of the memory, or None if there is none.

        Claiming again before a commit gives the same start. When overwriting, the oldest go until `n` are
        free (the end of the memory may still cut the view). Allocates: 0 B. IRQ-safe: yes.
        """
        start = self._place(self._write)
        free = self._make_room(n)
        if free > self.capacity - start:
            free = self.capacity - start
        self._claimed = free
        return self._written.aim(start, start + free) if free else None

    def commit(self, n):
        """Hand over the first `n` claimed elements; the claim ends.

        Raises ValueError("n") beyond what was claimed; the claim stands. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= n <= self._claimed:
            raise ValueError("n: more than was claimed")
        self._fill(n)

    def peek(self):
        """View of the oldest elements, up to the end of the memory, or None if there is none.

        Held until `release` or any other reading verb. Allocates: 0 B. IRQ-safe: yes.
        """
        ready = self._hold()
        start = self._place(self._read)
        if ready > self.capacity - start:
            self._peeked = ready = self.capacity - start
        return self._shown.aim(start, start + ready) if ready else None

    def release(self, n):
        """Give the first `n` peeked elements back; the peek ends.

        Raises ValueError("n") beyond what was peeked; the peek stands. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= n <= self._peeked:
            raise ValueError("n: more than was peeked")
        self._drain(n)

    def write(self, buf):
        """Copy elements in; returns how many of `buf` were taken, fewer than its length if it got full.

        Overwriting takes all, and of more than `capacity` keeps the last. `buf` has this ring's element
        size. Raises ValueError or TypeError if it does not; nothing is written. Allocates: 0 B. IRQ-safe: yes.
        """
        n = len(buf)
        room = self._make_room(n)
        at = 0
        if n > room:
            if self._overwrites and room == self.capacity:
                at = n - room
                self.dropped += at
            n = room
        start = self._place(self._write)
        first = min(n, self.capacity - start)
        if first == len(buf):
            view = self._written.aim(start, start + n)  # named: see `Frame.encode`
            view[:] = buf
        else:
            self._copy(buf, at, self._memory, start, first)
            if n > first:
                self._copy(buf, at + first, self._memory, 0, n - first)
        self._fill(n)
        return at + n

    def readinto(self, buf, n=None):
        """Copy the oldest out into `buf`, up to `n` elements; returns how many.

        Raises TypeError("buf") if it is read-only, ValueError if it is short of `n` elements; nothing
        changes. Allocates: 0 B. IRQ-safe: yes.
        """
        if n is None:
            n = len(buf)
        elif not 0 <= n <= len(buf):
            raise ValueError("n: more than buf holds")
        writable(buf, "buf")
        n = min(n, self._hold())
        start = self._place(self._read)
        first = min(n, self.capacity - start)
        if first == len(buf) and isinstance(buf, (bytearray, memoryview)):
            buf[:] = self._shown.aim(start, start + first)
        elif n:
            self._copy(self._memory, start, buf, 0, first)
            if n > first:
                self._copy(self._memory, 0, buf, first, n - first)
        self._drain(n)
        return n

    def put(self, value):
        """Append one element, from an IRQ too; False, counted in `dropped`, if there is no room.

        Allocates: 0 B. IRQ-safe: yes.
        """
        capacity = self.capacity  # written out: an IRQ has no time for the calls of `commit`
        write = self._write
        used = write - self._read
        if used < 0:
            used += 2 * capacity
        if used == capacity:
            if not self._overwrites or not self._evict(1):
                self.dropped += 1
                return False
            used -= 1
        self._memory[write if write < capacity else write - capacity] = value
        self._claimed = 0
        self._write = self._wrapped(write + 1)
        if used >= self.high_water:
            self.high_water = used + 1
        return True

    def get(self):
        """Take the oldest element, or None. Allocates: 0 B up to 30 bits. IRQ-safe: yes."""
        value = None
        if self._hold():
            value = self._memory[self._place(self._read)]
            self._drain(1)
        return value

    def skip(self, n):
        """Drop up to `n` of the oldest; returns how many. Allocates: 0 B. IRQ-safe: yes."""
        if n < 0:
            raise ValueError("n: negative")
        n = min(n, self._hold())
        self._drain(n)
        return n

    def find(self, value):
        """How many elements come before the first `value`, or -1. Allocates: 0 B. IRQ-safe: yes."""
        ready = self._hold()
        start = self._place(self._read)
        first = min(ready, self.capacity - start)
        at = self._find(start, start + first, value)
        if at >= 0:
            at -= start
        else:
            at = self._find(0, ready - first, value)
            if at >= 0:
                at += first
        self._peeked = 0
        return at

    def read(self, n=-1):
        """Take up to `n` elements as bytes, all that there are by default.

        Allocates: the result. IRQ-safe: no.
        """
        buf = bytearray((self.any() if n < 0 else min(n, self.any())) * self._plan[3])
        return bytes(memoryview(buf)[: self.readinto(buf)])

    def readline(self):
        """Take the oldest line with its newline, or what there is (a ring of bytes only).

        Allocates: the result. IRQ-safe: no.
        """
        return self.read(self.find(10) + 1 or -1)

    def _copy(self, src, start, dst, to, n):
        self._plan[2] = n
        copy(src, start, dst, to, self._plan)

    def _find(self, start, stop, value):
        if self._plan[3] == 1:
            return kernels.memory.find(self._memory, start, stop, value)
        while start < stop:
            if self._memory[start] == value:
                return start
            start += 1
        return -1
