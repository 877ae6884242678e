"""Pipeline: a source's chunks through stages, in place, to a sink.

    pipeline = Pipeline(source, [Blockpack(6), Frame(descriptor)], uart, rows=32)
    print(pipeline.footprint)
    pipeline.run()

Everything is allocated here, before the first sample.
"""

from array import array

from memchunk.buffers.chunk_queue import ChunkQueue
from memchunk.port import sleep_ms, ticks_diff, ticks_us

_CARRY = 1 << 28


class Pipeline:
    """Moves chunks of up to `rows` rows from `source` through `stages` to `sink`, `depth` of them waiting.

    A stage is called with a Chunk and changes it in place; it may have `headroom(size)`, `tailroom(size)`,
    `max_len(size)` (as a Codec has), `enc`, `plan(rows, size, enc)` and `due(seq)` (as Frame has). A sink
    has `write(view)` that returns how many bytes it took, or None or 0 if it can't take any now.

    Raises ValueError naming the argument. Allocates: `footprint` bytes, source and stages included.
    IRQ-safe: no.
    """

    def __init__(self, source, stages, sink, rows=32, depth=2):
        if rows < 1:
            raise ValueError("rows: at least 1")
        if depth < 1:
            raise ValueError("depth: at least 1")
        self._source = source
        self._stages = tuple(stages)
        self._write = sink.write
        headroom = tailroom = enc = 0
        size = rows * source.row_size
        self._due = None
        for stage in self._stages:
            if hasattr(stage, "plan"):
                stage.plan(rows, size, enc)
            if hasattr(stage, "due"):
                self._due = stage.due
            headroom += stage.headroom(size) if hasattr(stage, "headroom") else 0
            tailroom += stage.tailroom(size) if hasattr(stage, "tailroom") else 0
            size = stage.max_len(size) if hasattr(stage, "max_len") else size
            enc = getattr(stage, "enc", enc)
        self.queue = ChunkQueue(depth, rows * source.row_size, headroom, tailroom)
        self.longest_us = 0
        self._low = array("i", bytes(16))  # chunks, rows, bytes in, bytes out
        self._high = array("i", bytes(16))  # their carries: a year's bytes are no small int
        self._staged = False  # the oldest chunk went through the stages and waits to be sent
        self._said = None  # a descriptor that goes out first
        self._rows = self._size = 0  # of the oldest chunk, before the stages

    @property
    def footprint(self):
        """Bytes of heap that the pipeline, its source and its stages take. Allocates: to find out. IRQ-safe: no."""
        from memchunk.flow.footprint import footprint

        return footprint(self)

    @property
    def stats(self):
        """What was moved so far, as a `Stats`. Allocates: that. IRQ-safe: no."""
        from memchunk.flow.stats import Stats

        return Stats(self)

    def count(self, which):
        """Chunks (0), rows (1), bytes in (2) or bytes out (3) so far. Allocates: 0 B up to 30 bits. IRQ-safe: no."""
        return self._high[which] * _CARRY + self._low[which]

    @property
    def done(self):
        """True once the source ended and all its chunks are sent. Allocates: 0 B. IRQ-safe: no."""
        return self._source.ended and not self.queue.any()

    def step(self):
        """Move at most one chunk; returns True if one was sent.

        False if there is no data now, or the sink took no more: the next step goes on from there. If the
        sink or the source raises, nothing is lost and the next step goes on; if a stage raises, its chunk
        is dropped and counted, since it may be half changed. Allocates: 0 B. IRQ-safe: no.
        """
        began = ticks_us()
        moved = self._move()
        took = ticks_diff(ticks_us(), began)
        if took > self.longest_us:
            self.longest_us = took
        return moved

    def run(self):
        """Step until the source has ended and everything is sent. Allocates: 0 B. IRQ-safe: no."""
        while not self.done:
            if not self.step() and not self.done:
                sleep_ms(1)

    def _move(self):
        chunk = self.queue.peek()
        if chunk is None:
            if not self._source.fill(self.queue):
                return False
            chunk = self.queue.peek()
        if not self._staged:
            self._stage(chunk)
        if self._said is not None:
            if not self._send(self._said):
                return False
            self._said = None
        if not self._send(chunk):
            return False
        self._staged = False
        self.queue.release()
        self._add(0, 1)
        self._add(1, self._rows)
        self._add(2, self._size)
        return True

    def _stage(self, chunk):
        self._size = chunk.stop - chunk.start
        self._rows = chunk.rows = self._size // self._source.row_size
        try:
            for stage in self._stages:
                stage(chunk)
        except BaseException:  # Ctrl-C too: a stage must not run twice on a chunk
            self.queue.release()
            self.queue.dropped += 1
            raise
        self._staged = True
        if self._due:
            self._said = self._due(chunk.seq)

    def _send(self, chunk):
        while chunk.start < chunk.stop:
            n = self._write(chunk.view)
            if not n:
                return False
            if not 0 < n <= chunk.stop - chunk.start:
                raise ValueError("sink: write returned more than it was given")
            chunk.pull(n)
            self._add(3, n)
        return True

    def _add(self, which, n):
        n += self._low[which]
        if n >= _CARRY:
            n -= _CARRY
            self._high[which] += 1
        self._low[which] = n
