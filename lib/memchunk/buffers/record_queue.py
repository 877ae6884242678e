"""RecordQueue: records of any length, each in one piece, whole or not at all.

    queue = RecordQueue(256)
    queue.write(b"a line")
    view = queue.peek(); sink.write(view); queue.release()

    memory   [ length:u16 | record | pad to even ] …  [ 0xFFFF: go on at the start ]
"""

import struct

from memchunk.buffers import Spsc
from memchunk.port import const
from memchunk.view import ALL, View

_AGAIN = 0xFFFF  # in place of a length
_HEADER = 2
_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`


def _taken(n):
    return _HEADER + n + (n & 1)


class RecordQueue(Spsc):
    """Records in `capacity` bytes (even, 8 to 131,068), two of which each record takes for its length.

    A record may have up to `max_len` bytes, half of the capacity less 2 and even: so much always fits an empty queue.
    `full="overwrite"` lets whole records go, oldest first, unless the consumer holds them. `dropped` counts
    records, `high_water` bytes.

    Raises ValueError naming the argument. Allocates: the memory and five objects. IRQ-safe: no.
    """

    def __init__(self, capacity, full="reject"):
        if capacity & 1 or not 8 <= capacity <= 131068:
            raise ValueError("capacity: even, 8 to 131068")
        super().__init__(capacity, full)
        if self._evict:
            from memchunk.buffers.evict import evict_records

            self._evict = evict_records
        self.max_len = (capacity // 2 & ~1) - _HEADER
        self._memory = bytearray(capacity)
        self._written = View(self._memory)
        self._shown = View(self._memory)
        self._asked = View(self._memory)
        self._came = self._went = 0  # records, mod 2^16
        self._at = 0  # producer's: where the claimed record's length goes

    def any(self):
        """How many records wait. Allocates: 0 B. IRQ-safe: yes."""
        while True:
            came = self._came
            n = came - self._went & 0xFFFF
            if came == self._came:  # or else an overwriting producer moved both in between
                return n if n < 0xFFFF else 0  # -1: the one that `commit` is just handing over went already

    def claim(self, n):
        """View of exactly `n` bytes for a record, or None if they are not free; again: another claim.

        Raises ValueError("n") beyond `max_len`. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= n <= self.max_len:
            raise ValueError("n")
        at = self._write % self.capacity
        skipped = 0
        if at + _taken(n) > self.capacity:
            skipped = self.capacity - at
        if self.free(skipped + _taken(n)) < skipped + _taken(n):
            return None
        self._at = 0 if skipped else at
        self._claimed = n + 1
        return self._written.aim(self._at + _HEADER, self._at + _HEADER + n)

    def commit(self, n):
        """Hand over the first `n` claimed bytes as one record.

        Raises ValueError("n") beyond what was claimed; the claim stands. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= n < self._claimed:
            raise ValueError("n")
        place = self._write % self.capacity
        skipped = 0
        if self._at != place:
            skipped = self.capacity - place
            self._set_length(place, _AGAIN)
        self._set_length(self._at, n)
        self._fill(skipped + _taken(n))
        self._came = self._came + 1 & 0xFFFF

    def write(self, buf):
        """Copy `buf` in as one record; True, or False, counted in `dropped`, if it is not free.

        Raises ValueError beyond `max_len`, TypeError for what is no buffer; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = len(buf)
        if isinstance(buf, str):  # which MicroPython calls a buffer
            raise TypeError("buf")
        struct.unpack_from("", buf, n)  # before anything is let go
        view = self.claim(n)
        if view is None:
            self.dropped += self.dropped < _MOST
            return False
        view[ALL] = buf
        self.commit(n)
        return True

    def peek(self):
        """View of the oldest record, or None; held until `release`. Allocates: 0 B. IRQ-safe: yes."""
        if not self._hold():
            return None
        at = self._oldest()
        return self._shown.aim(at + _HEADER, at + _HEADER + self._length(at))

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
        if n > len(buf):
            raise ValueError("buf: shorter than the record")
        struct.pack_into("", buf, 0)  # raises TypeError if it is read-only
        view = self._asked.over(buf, 0, n)
        view[ALL] = record
        self.release()
        return n

    def _length(self, at):
        return self._memory[at] | self._memory[at + 1] << 8

    def _set_length(self, at, n):
        self._memory[at] = n & 0xFF
        self._memory[at + 1] = n >> 8

    def _oldest(self):
        """Skip the end of the memory if nothing is there, and hold the oldest record; returns its place."""
        at = self._read % self.capacity
        if self._length(at) == _AGAIN:
            self._read = (self._read + self.capacity - at) % self._span
            at = 0
        self._peeked = _taken(self._length(at))
        return at
