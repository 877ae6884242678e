"""Ring: elements in the order they came, without a copy where you like.

    ring = Ring(1024)
    space = ring.claim(); ring.commit(uart.readinto(space) or 0)
    data = ring.peek(); ring.release(sink.write(data) or 0)

All of `capacity` elements fit, any number of them, of one byte to four.
"""

import struct
from array import array

from memchunk.buffers import Spsc


class Ring(Spsc):
    """`memory` elements of `typecode` (as in `array`: b B h H i I), or a buffer to use as it is.

    `full="reject"` refuses what does not fit; `full="overwrite"` lets the oldest go, except those that a
    peek holds. `dropped` and `high_water` count elements.

    Raises ValueError or TypeError naming the argument. Allocates: the memory and 17 objects. IRQ-safe: no.
    """

    def __init__(self, memory, typecode="B", full="reject"):
        from memchunk.view import ALL, View  # here, so that importing Ring costs no more than Ring

        if isinstance(memory, int):
            if typecode in "OPS":  # objects, pointers
                raise ValueError("typecode")
            memory = array(typecode, bytes(max(memory, 0) * len(bytes(array(typecode, [0])))))
        super().__init__(len(memory), full)
        self._memory = memory = memoryview(memory)
        memory[:1] = memory[:1]  # raises TypeError if it is read-only
        self._size = len(bytes(memory[:1]))  # of an element, in bytes
        self._written = View(memory)
        self._given = View(memory)
        self._shown = View(memory)
        self._asked = View(memory)
        self._all = ALL

    def claim(self, n=1):
        """View of the free elements that follow, up to the end of the memory, or None if there is none.

        Claiming again before a commit gives the same start. When overwriting, the oldest go until `n` are
        free (the end of the memory may still cut the view). Allocates: 0 B. IRQ-safe: yes.
        """
        start = self._write % self.capacity
        self._claimed = n = min(self.free(n), self.capacity - start)
        return self._written.aim(start, start + n) if n else None

    def commit(self, n):
        """Hand over the first `n` claimed elements; the claim ends.

        Raises ValueError("n") beyond what was claimed; the claim stands. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= n <= self._claimed:
            raise ValueError("n")
        self._fill(n)

    def peek(self):
        """View of the oldest elements, up to the end of the memory, or None if there is none.

        Held until `release` or any other reading verb. Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._hold()
        start = self._read % self.capacity
        self._peeked = n = min(n, self.capacity - start)
        if n:
            return self._shown.aim(start, start + n)

    def release(self, n):
        """Give the first `n` peeked elements back; the peek ends.

        Raises ValueError("n") beyond what was peeked; the peek stands. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= n <= self._peeked:
            raise ValueError("n")
        self._drain(n)

    def write(self, buf):
        """Copy elements in; returns how many of `buf` were taken, fewer than its length if it got full.

        Overwriting takes all, and of more than `capacity` keeps the last. What is taken comes in
        pieces, each published when it is there; if nothing is, a claim stands. `buf` has this ring's element
        size: ValueError (on CPython struct.error) if it is short, TypeError if it is no buffer; nothing changes. Of
        wider elements MicroPython takes the first bytes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = len(buf)
        if isinstance(buf, str):  # which MicroPython calls a buffer
            raise TypeError("buf")
        struct.unpack_from("", buf, n * self._size)  # raises where it is short, before anything is let go
        at = 0
        while at < n and (room := self.free(n - at)):
            at += self._give(buf, at, room)
        return at

    def readinto(self, buf, n=None):
        """Copy the oldest out into `buf`, up to `n` elements; returns how many.

        `buf` has this ring's element size. Raises TypeError if it is read-only, ValueError (on CPython
        struct.error) if it is too short; nothing changes. Allocates: 0 B. IRQ-safe: yes.
        """
        n = min(len(buf) if n is None else max(n, 0), self.any())
        struct.pack_into("", buf, n * self._size)  # raises where it is short or read-only
        n = min(n, self._hold())
        at = 0
        while at < n:
            at += self._take(buf, at, n - at)
        self._drain(n)
        return n

    def put(self, value):
        """Append one element, from an IRQ too; False, counted in `dropped`, if there is no room.

        Allocates: 0 B. IRQ-safe: yes.
        """
        if self.free(1):
            self._memory[self._write % self.capacity] = value
            self._fill(1)
            return True
        self.dropped += self.dropped < 0x3FFFFFFF
        return False

    def get(self):
        """Take the oldest element, or None. Allocates: 0 B up to 30 bits. IRQ-safe: yes."""
        value = None
        if self._hold():
            value = self._memory[self._read % self.capacity]
            self._drain(1)
        return value

    def skip(self, n):
        """Drop up to `n` of the oldest; returns how many. Allocates: 0 B. IRQ-safe: yes."""
        n = min(max(n, 0), self._hold())
        self._drain(n)
        return n

    def find(self, value):
        """How many elements come before the first `value`, or -1. Allocates: 0 B. IRQ-safe: yes."""
        at = self._look(value)
        if at == self._peeked:
            at = -1
        self._peeked = 0
        return at

    def read(self, n=-1):
        """Take up to `n` bytes, all that there are by default (of a ring of bytes).

        Allocates: the result. IRQ-safe: no.
        """
        buf = bytearray(min(n & 0x3FFFFFFF, self.any()))  # negative is much
        n = self.readinto(buf)  # fewer, if the producer overwrote some meanwhile
        return bytes(buf[:n])

    def readline(self):
        """Take the oldest line with its newline, or what there is, as bytes (of a ring of bytes).

        Allocates: the result. IRQ-safe: no.
        """
        at = self._look(10)
        return self.read(min(at + 1, self._peeked))

    # What follows is apart for its frame: above 11 words it would be taken from the heap for each call.

    def _give(self, buf, at, n):
        start = self._write % self.capacity
        n = min(n, len(buf) - at, self.capacity - start)
        # A name for the view: a call in the target of an assignment would allocate a bound method.
        view = self._written.aim(start, start + n)
        view[self._all] = buf if n == len(buf) else self._given.over(buf, at, n)
        self._fill(n)
        return n

    def _take(self, buf, at, n):
        start = (self._read + at) % self.capacity
        n = min(n, self.capacity - start)
        view = self._asked.over(buf, at, n)
        view[self._all] = self._shown.aim(start, start + n)
        return n

    def _look(self, value):
        """Hold what is ready; how much of it comes before `value`."""
        n = self._hold()
        at = 0
        while at < n and self._memory[(self._read + at) % self.capacity] != value:
            at += 1
        return at
