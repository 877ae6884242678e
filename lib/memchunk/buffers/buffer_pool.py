"""BufferPool: chunks that are taken and given back in any order.

    pool = BufferPool(4, 64)
    chunk = pool.claim()
    pool.release(chunk)
"""

from memchunk.buffers import Spsc
from memchunk.chunk import Chunk


class BufferPool(Spsc):
    """`count` chunks (up to 255) of `size` payload bytes between `headroom` and `tailroom`.

    One side claims, one side releases: the two may be an IRQ and the main code. `any` tells how many are
    to be had.

    Raises ValueError naming the argument. Allocates: the memory and `count` chunks. IRQ-safe: no.
    """

    def __init__(self, count, size, headroom=0, tailroom=0):
        super().__init__(count, "reject")
        if count > 255 or size < 1 or headroom < 0 or tailroom < 0:
            raise ValueError("count, size, headroom, tailroom: out of range")
        self.size = size
        self._lead = headroom + 3 & ~3
        stride = self._lead + (size + tailroom + 3 & ~3)
        memory = memoryview(bytearray(count * stride))
        self._chunks = [Chunk(memory[at : at + stride]) for at in range(0, count * stride, stride)]
        self._order = bytearray(range(count))  # a ring of the chunks that are to be had
        self._out = bytearray(count)
        self._fill(count)

    def claim(self):
        """A chunk with `size` bytes of payload, or None if all are out. Allocates: 0 B. IRQ-safe: yes."""
        if not self.any():
            return None
        index = self._order[self._read % self.capacity]
        self._out[index] = 1
        chunk = self._chunks[index]
        chunk.set(self._lead, self._lead + self.size)
        chunk.rows = chunk.enc = 0
        self._drain(1)
        return chunk

    def release(self, chunk):
        """Give a chunk back.

        Raises ValueError("chunk") if it is not this pool's, or not out; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        index = len(self._chunks) - 1
        while index >= 0 and self._chunks[index] is not chunk:
            index -= 1
        if index < 0 or not self._out[index]:
            raise ValueError("chunk: not out of this pool")
        self._out[index] = 0
        self._order[self._write % self.capacity] = index
        self._fill(1)
