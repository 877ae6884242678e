"""ChunkQueue: fixed slots between one producer and one consumer.

    queue = ChunkQueue(4, 64, headroom=24)
    uart.readinto(queue.claim()); queue.commit(64)
    chunk = queue.peek(); sink.write(chunk.view); queue.release()

    memory   [ headroom | payload | tailroom ] × count      every payload starts at a multiple of 4

    words    of its Chunk, 0 to 7                                     the consumer writes
             write  claimed  dropped  high water  next seq  stamp  filled  missed       the producer
             read  peeked                                             the consumer
             capacity  size  lead  stride  itemsize  (unused)         nobody
             (length  seq  ticks  (unused)) × count                   the producer

The rules are those of `buffers`, for indices that lie in words where machine code finds them.
"""

from array import array

import memchunk.kernels as kernels
from memchunk.chunk import Chunk
from memchunk.port import const, ticks_us
from memchunk.view import View

_LOW = const(0)
_START = const(1)
_STOP = const(2)
_HIGH = const(3)
_SEQ = const(4)
_TICKS = const(5)
_ROWS = const(6)
_ENC = const(7)
_WRITE = const(8)
_CLAIMED = const(9)
_DROPPED = const(10)
_HIGH_WATER = const(11)
_NEXT_SEQ = const(12)
_STAMP = const(13)
_FILLED = const(14)
_MISSED = const(15)
_READ = const(16)
_PEEKED = const(17)
_CAPACITY = const(18)
_SIZE = const(19)
_LEAD = const(20)
_STRIDE = const(21)
_ITEMSIZE = const(22)
_SLOTS = const(24)
_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`


class ChunkQueue:
    """`count` slots of `size` bytes of payload, each with `headroom` and `tailroom` bytes around it.

    The consumer gets a Chunk; the producer a view of a slot's payload, built here once. Each slot keeps its
    length, a 16-bit sequence number and the `ticks_us` of its first sample. `full="overwrite"` lets the
    oldest chunk go when a new one comes, unless the consumer holds it. `put` takes samples of `itemsize`
    bytes, 1 to 4. `dropped` and `high_water` count chunks.

    Raises ValueError naming the argument. Allocates: the memory, `count` views, ten objects. IRQ-safe: no.
    """

    def __init__(self, count, size, headroom=0, tailroom=0, itemsize=2, full="reject"):
        if count < 1:
            raise ValueError("capacity")
        self._evict = None
        if full == "overwrite":
            from memchunk.buffers.evict import evict_chunk

            self._evict = evict_chunk
        elif full != "reject":
            raise ValueError("full")
        if size < 1 or headroom < 0 or tailroom < 0:
            raise ValueError("size")
        if not 1 <= itemsize <= 4 or size % itemsize:
            raise ValueError("itemsize")
        self.capacity = count
        self.size = size
        self._words = words = array("i", bytes(4 * (_SLOTS + 4 * count)))
        words[_CAPACITY] = count
        words[_SIZE] = size
        words[_LEAD] = first = headroom + 3 & ~3
        words[_STRIDE] = stride = first + (size + tailroom + 3 & ~3)
        words[_ITEMSIZE] = itemsize
        memory = bytearray(count * stride)
        whole = memoryview(memory)
        self._views = [whole[at + first : at + first + size] for at in range(0, count * stride, stride)]
        self._chunk = Chunk(memory, 0, 0, words)
        self._rest = View(memory)
        kernels.hasten("queue", self, ChunkQueue)

    @property
    def dropped(self):
        """Chunks that were lost here for want of a slot. Allocates: 0 B. IRQ-safe: yes."""
        return self._words[_DROPPED]

    @property
    def high_water(self):
        """The most chunks that ever waited. Allocates: 0 B. IRQ-safe: yes."""
        return self._words[_HIGH_WATER]

    def any(self):
        """How many chunks wait. Allocates: 0 B. IRQ-safe: yes."""
        words = self._words
        while True:
            write = words[_WRITE]
            used = (write - words[_READ]) % (2 * words[_CAPACITY])
            if write == words[_WRITE]:  # or else an overwriting producer moved both in between
                return used

    def free(self, n=0):
        """How many slots are free; for the producer, after dropping the oldest to make that `n` if it may.

        Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        free = self.capacity - (words[_WRITE] - words[_READ]) % (2 * self.capacity)
        if free < n and self._evict:
            free = self._evict(self, n)
        return free

    def claim(self):
        """View of the payload of the next free slot, or None if there is none; again: the same view.

        The chunk's time stamp is that of the first claim. Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        if not words[_CLAIMED]:
            if self.free(1) < 1:
                return None
            words[_CLAIMED] = 1
            words[_STAMP] = ticks_us() & 0x3FFFFFFF  # type: ignore[operator]
        return self._views[words[_WRITE] % words[_CAPACITY]]

    def rest(self, n):
        """View of the claimed slot's payload from byte `n` on, for a producer that got less than it asked for.

        Valid until the next `rest`. Raises ValueError("n") outside of it. Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        if not (words[_CLAIMED] and 0 <= n <= self.size):
            raise ValueError("n")
        start = words[_WRITE] % self.capacity * words[_STRIDE] + words[_LEAD]
        return self._rest.aim(start + n, start + self.size)

    def commit(self, n, ticks=None):
        """Hand the claimed slot over with its first `n` payload bytes, taken at `ticks` (by default: claimed at).

        Raises ValueError("n") if `n` exceeds the slot or nothing is claimed; the claim stands.
        Allocates: 0 B. IRQ-safe: yes.
        """
        self._hand_over(n, self._words[_STAMP] if ticks is None else ticks)

    def commit_claim(self, n):
        """`commit(n)` and `claim()` in one call. Allocates: 0 B. IRQ-safe: yes."""
        self._hand_over(n, self._words[_STAMP])
        return self.claim()

    def miss(self):
        """Say that the producer lost a chunk: it is counted, and its sequence number stays out.

        Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        words[_DROPPED] += words[_DROPPED] < _MOST
        words[_NEXT_SEQ] = words[_NEXT_SEQ] + 1 & 0xFFFF

    def put(self, value):
        """Append one sample, little-endian, from an IRQ too; a slot that is full is committed.

        Without a free slot a whole slot's samples are dropped, so that rows stay whole, and counted as one
        chunk. Returns True if the sample was taken. Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        view = None if words[_MISSED] else self.claim()
        if view is None:
            return self._lose()
        at = words[_FILLED]
        stop = at + words[_ITEMSIZE]
        while at < stop:
            view[at] = value & 0xFF
            value >>= 8
            at += 1
        words[_FILLED] = at
        if at == words[_SIZE]:
            self._hand_over(at, words[_STAMP])
        return True

    def flush(self):
        """Commit what `put` left in an unfinished slot, or count the slot whose samples it was dropping.

        Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        if words[_FILLED]:
            self._hand_over(words[_FILLED], words[_STAMP])
        if words[_MISSED]:
            words[_MISSED] = 0
            self.miss()

    def peek(self):
        """The oldest chunk, or None; again: the same, as its stages left it, until `release`.

        Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        if words[_PEEKED]:
            return self._chunk
        words[_PEEKED] = 1  # first of all: from here on nothing is evicted
        read = words[_READ]
        if words[_WRITE] == read:
            words[_PEEKED] = 0
            return None
        read %= words[_CAPACITY]
        slot = _SLOTS + 4 * read
        words[_LOW] = low = read * words[_STRIDE]
        words[_HIGH] = low + words[_STRIDE]
        words[_START] = low + words[_LEAD]
        words[_STOP] = low + words[_LEAD] + words[slot]
        words[_SEQ] = words[slot + 1]
        words[_TICKS] = words[slot + 2]
        words[_ROWS] = words[_ENC] = 0
        return self._chunk

    def release(self):
        """Give the peeked chunk's slot back. Raises ValueError if none is. Allocates: 0 B. IRQ-safe: yes."""
        words = self._words
        if not words[_PEEKED]:
            raise ValueError("release")
        words[_READ] = (words[_READ] + 1) % (2 * words[_CAPACITY])
        words[_PEEKED] = 0

    def release_peek(self):
        """`release()` and `peek()` in one call. Allocates: 0 B. IRQ-safe: yes."""
        self.release()
        return self.peek()

    def _hand_over(self, n, ticks):
        """`commit`, with the ticks given: the slot's words first, the index last."""
        words = self._words
        if not (words[_CLAIMED] and 0 <= n <= words[_SIZE]):
            raise ValueError("n")
        slot = _SLOTS + 4 * (words[_WRITE] % words[_CAPACITY])
        words[slot] = n
        words[slot + 1] = words[_NEXT_SEQ]
        words[slot + 2] = ticks
        words[_NEXT_SEQ] = words[_NEXT_SEQ] + 1 & 0xFFFF
        words[_FILLED] = words[_CLAIMED] = 0
        write = (words[_WRITE] + 1) % (2 * words[_CAPACITY])
        n = (write - words[_READ]) % (2 * words[_CAPACITY])
        if n > words[_HIGH_WATER]:  # before the consumer can have taken any of it
            words[_HIGH_WATER] = n
        words[_WRITE] = write

    def _lose(self):
        """A sample that `put` has no slot for."""
        words = self._words
        words[_MISSED] += words[_ITEMSIZE]
        if words[_MISSED] >= self.size:
            words[_MISSED] = 0
            self.miss()
        return False
