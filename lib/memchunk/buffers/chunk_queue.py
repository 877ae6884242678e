"""ChunkQueue: fixed slots between one producer and one consumer.

    queue = ChunkQueue(4, 64, headroom=24)
    uart.readinto(queue.claim()); queue.commit(64)
    chunk = queue.peek(); sink.write(chunk.view); queue.release()

    memory   [ headroom | payload | tailroom ] × count      every payload starts at a multiple of 4
"""

from array import array

from memchunk.buffers import Spsc
from memchunk.chunk import Chunk
from memchunk.port import ticks_us
from memchunk.view import View


class ChunkQueue(Spsc):
    """`count` slots of `size` bytes of payload, each with `headroom` and `tailroom` bytes around it.

    The consumer gets a Chunk; the producer a view of a slot's payload, built here once. Each slot keeps its
    length, a 16-bit sequence number and the `ticks_us` of its first sample. `full="overwrite"` lets the
    oldest chunk go when a new one comes, unless the consumer holds it. `put` takes samples of `itemsize`
    bytes. `dropped` and `high_water` count chunks.

    Raises ValueError naming the argument. Allocates: the memory, `count` views, thirteen objects. IRQ-safe: no.
    """

    def __init__(self, count, size, headroom=0, tailroom=0, itemsize=2, full="reject"):
        super().__init__(count, full)
        if size < 1 or headroom < 0 or tailroom < 0:
            raise ValueError("size")
        if itemsize < 1 or size % itemsize:
            raise ValueError("itemsize")
        self.size = size
        self._itemsize = itemsize
        self._lead = headroom + 3 & ~3
        self._stride = stride = self._lead + (size + tailroom + 3 & ~3)
        memory = bytearray(count * stride)
        whole = memoryview(memory)
        first = self._lead
        self._views = [whole[at + first : at + first + size] for at in range(0, count * stride, stride)]
        self._sizes = array("i", bytes(4 * count))
        self._seqs = array("H", bytes(2 * count))
        self._ticks = array("i", bytes(4 * count))
        self._chunk = Chunk(memory)
        self._rest = View(memory)
        self._seq = self._stamp = self._filled = self._missed = 0

    def claim(self):
        """View of the payload of the next free slot, or None if there is none; again: the same view.

        The chunk's time stamp is that of the first claim. Allocates: 0 B. IRQ-safe: yes.
        """
        if not self._claimed:
            if self.free(1) < 1:
                return None
            self._claimed = 1
            self._stamp = ticks_us() & 0x3FFFFFFF  # type: ignore[operator]
        return self._views[self._write % self.capacity]

    def rest(self, n):
        """View of the claimed slot's payload from byte `n` on, for a producer that got less than it asked for.

        Valid until the next `rest`. Raises ValueError("n") outside of it. Allocates: 0 B. IRQ-safe: yes.
        """
        if not (self._claimed and 0 <= n <= self.size):
            raise ValueError("n")
        start = self._write % self.capacity * self._stride + self._lead
        return self._rest.aim(start + n, start + self.size)

    def commit(self, n, ticks=None):
        """Hand the claimed slot over with its first `n` payload bytes, taken at `ticks` (by default: claimed at).

        Raises ValueError("n") if `n` exceeds the slot or nothing is claimed; the claim stands.
        Allocates: 0 B. IRQ-safe: yes.
        """
        if not (self._claimed and 0 <= n <= self.size):
            raise ValueError("n")
        place = self._write % self.capacity
        self._sizes[place] = n
        self._seqs[place] = self._seq
        self._ticks[place] = self._stamp if ticks is None else ticks
        self._seq = self._seq + 1 & 0xFFFF
        self._filled = 0
        self._fill(1)

    def commit_claim(self, n):
        """`commit(n)` and `claim()` in one call. Allocates: 0 B. IRQ-safe: yes."""
        self.commit(n)
        return self.claim()

    def miss(self):
        """Say that the producer lost a chunk: it is counted, and its sequence number stays out.

        Allocates: 0 B. IRQ-safe: yes.
        """
        self.dropped += 1
        self._seq = self._seq + 1 & 0xFFFF

    def put(self, value):
        """Append one sample, little-endian, from an IRQ too; a slot that is full is committed.

        Without a free slot a whole slot's samples are dropped, so that rows stay whole, and counted as one
        chunk. Returns True if the sample was taken. Allocates: 0 B. IRQ-safe: yes.
        """
        at = self._filled
        view = None if self._missed else self.claim()
        if view is None:
            self._missed += self._itemsize
            if self._missed >= self.size:
                self._missed = 0
                self.miss()
            return False
        stop = at + self._itemsize
        while at < stop:
            view[at] = value & 0xFF
            value >>= 8
            at += 1
        self._filled = at
        if at == self.size:
            self.commit(at)
        return True

    def flush(self):
        """Commit what `put` left in an unfinished slot, or count the slot whose samples it was dropping.

        Allocates: 0 B. IRQ-safe: yes.
        """
        if self._filled:
            self.commit(self._filled)
        if self._missed:
            self._missed = 0
            self.miss()

    def peek(self):
        """The oldest chunk, or None; again: the same, as its stages left it, until `release`.

        Allocates: 0 B. IRQ-safe: yes.
        """
        chunk = self._chunk
        if self._peeked:
            return chunk
        if not self._hold():
            return None
        place = self._read % self.capacity
        chunk.low = low = place * self._stride
        chunk.high = low + self._stride
        chunk.start = start = low + self._lead
        chunk.stop = start + self._sizes[place]
        chunk.seq = self._seqs[place]
        chunk.ticks = self._ticks[place]
        chunk.rows = chunk.enc = 0
        return chunk

    def release(self):
        """Give the peeked chunk's slot back. Raises ValueError if none is. Allocates: 0 B. IRQ-safe: yes."""
        if not self._peeked:
            raise ValueError("release")
        self._drain(1)

    def release_peek(self):
        """`release()` and `peek()` in one call. Allocates: 0 B. IRQ-safe: yes."""
        self.release()
        return self.peek()
