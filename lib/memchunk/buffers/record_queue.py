"""RecordQueue: records of any length, each in one piece, whole or not at all.

    queue = RecordQueue(256)
    queue.write(b"a line")
    view = queue.peek(); sink.write(view); queue.release()

    memory   [ length:u16 | record | pad to even ] …  [ 0xFFFF: go on at the start ]
"""

from array import array

from memchunk.buffers.copying import copy
from memchunk.buffers.spsc import Spsc
from memchunk.port import writable
from memchunk.view import View

_AGAIN = 0xFFFF  # in place of a length
_HEADER = 2


def _taken(n):
    return _HEADER + n + (n & 1)


class RecordQueue(Spsc):
    """Records in `capacity` bytes (even, 8 to 131,068), two of which each record takes for its length.

    A record may have up to `max_len` = capacity // 2 - 2 bytes: so much always fits an empty queue.
    `full="overwrite"` lets whole records go, oldest first, unless the consumer holds them. `dropped` counts
    records, `high_water` bytes.

    Raises ValueError naming the argument. Allocates: the memory and five objects. IRQ-safe: no.
    """

    def __init__(self, capacity, full="reject"):
        if capacity & 1 or not 8 <= capacity <= 131068:
            raise ValueError("capacity: even, 8 to 131068")
        super().__init__(capacity, full)
        self.max_len = (capacity // 2 & ~1) - _HEADER
        self._memory = bytearray(capacity)
        self._written = View(self._memory)
        self._shown = View(self._memory)
        self._plan = array("i", (0, 0, 0, 1))
        self._came = self._went = 0  # records, mod 2^16
        self._at = 0  # producer's: where the claimed record's length goes

    def any(self):
        """How many records wait. Allocates: 0 B. IRQ-safe: yes."""
        return self._came - self._went & 0xFFFF

    def claim(self, n):
        """View of exactly `n` bytes for a record, or None if they are not free; again: another claim.

        Raises ValueError("n") beyond `max_len`. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= n <= self.max_len:
            raise ValueError("n: more than max_len")
        at = self._place(self._write)
        skipped = 0
        if at + _taken(n) > self.capacity:
            skipped = self.capacity - at
        while self.free() < skipped + _taken(n):
            if not (self._overwrites and self._evict(1)):
                return None
        self._at = 0 if skipped else at
        self._claimed = n + 1
        return self._written.aim(self._at + _HEADER, self._at + _HEADER + n)

    def commit(self, n):
        """Hand over the first `n` claimed bytes as one record.

        Raises ValueError("n") beyond what was claimed; the claim stands. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= n < self._claimed:
            raise ValueError("n: more than was claimed")
        place = self._place(self._write)
        skipped = 0
        if self._at != place:
            skipped = self.capacity - place
            self._set_length(place, _AGAIN)
        self._set_length(self._at, n)
        self._fill(skipped + _taken(n))
        self._came = self._came + 1 & 0xFFFF

    def write(self, buf):
        """Copy `buf` in as one record; True, or False, counted in `dropped`, if it is not free.

        Raises ValueError beyond `max_len`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = len(buf)
        view = self.claim(n)
        if view is None:
            self.dropped += 1
            return False
        view[:] = buf
        self.commit(n)
        return True

    def peek(self):
        """View of the oldest record, or None; held until `release`. Allocates: 0 B. IRQ-safe: yes."""
        if not self._hold():
            return None
        at = self._oldest()
        n = self._length(at)
        self._peeked = _taken(n)
        return self._shown.aim(at + _HEADER, at + _HEADER + n)

    def release(self):
        """Give the peeked record's bytes back. Raises ValueError if none is. Allocates: 0 B. IRQ-safe: yes."""
        if not self._peeked:
            raise ValueError("nothing is peeked")
        self._went = self._went + 1 & 0xFFFF
        self._drain(self._peeked)

    def readinto(self, buf):
        """Take the oldest record into `buf`; returns its length, or None if there is none.

        Raises ValueError("buf") if it is too short, TypeError if read-only; the record stays, peeked.
        Allocates: 0 B. IRQ-safe: yes.
        """
        record = self.peek()
        if record is None:
            return None
        n = len(record)
        writable(buf, "buf")
        if n > len(buf):
            raise ValueError("buf: shorter than the record")
        self._plan[2] = n
        copy(record, 0, buf, 0, self._plan)
        self.release()
        return n

    def _length(self, at):
        return self._memory[at] | self._memory[at + 1] << 8

    def _set_length(self, at, n):
        self._memory[at] = n & 0xFF
        self._memory[at + 1] = n >> 8

    def _oldest(self):
        """Where the oldest record is, the end of the memory skipped."""
        at = self._place(self._read)
        if self._length(at) == _AGAIN:
            self._read = self._wrapped(self._read + self.capacity - at)
            at = 0
        return at

    def _let_go(self, n):  # of the one oldest
        self._read = self._wrapped(self._read + _taken(self._length(self._oldest())))
        self._went = self._went + 1 & 0xFFFF
