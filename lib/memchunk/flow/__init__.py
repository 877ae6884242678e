"""Pipeline: a source's chunks through stages, in place, to a sink.

    pipeline = Pipeline(source, [Blockpack(6), Frame(descriptor)], uart, rows=32)
    print(pipeline.footprint)
    pipeline.run()

Everything is allocated here, before the first sample.
"""

from array import array

from memchunk.buffers.chunk_queue import ChunkQueue
from memchunk.port import sleep_ms, ticks_diff, ticks_us

CARRY = 1 << 28


class Pipeline:
    """Moves chunks of up to `rows` rows from `source` through `stages` to `sink`, `depth` of them waiting.

    A stage is called with a Chunk and changes it in place; it may have `headroom(size)`, `tailroom(size)` and
    `max_len(size)` (as a Codec has), `enc` and the `row_size` it is for, `plan(rows, size, enc)` and `due(seq)` (as
    Frame has). A sink has `write(view)` that returns how many bytes it took, or None or 0 if it can't take any now.

    Raises ValueError naming the argument. Allocates: `footprint` bytes, source and stages included.
    IRQ-safe: no.
    """

    def __init__(self, source, stages, sink, rows=32, depth=2):
        if rows < 1:
            raise ValueError("rows")
        if depth < 1:
            raise ValueError("depth")
        self._source = source
        self._stages = tuple(stages)
        self._write = sink.write
        headroom = tailroom = enc = 0
        size = rows * source.row_size
        self._due = None
        for stage in self._stages:
            if getattr(stage, "row_size", source.row_size) != source.row_size:
                raise ValueError("row_size")
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
        self._failed = 0  # chunks that a stage raised on
        self._staged = False  # the oldest chunk went through the stages and waits to be sent
        self._said = None  # a descriptor that goes out first
        self._rows = self._size = 0  # of the oldest chunk, before the stages

    @property
    def footprint(self):
        """Bytes of heap that the pipeline, its source and its stages take. Allocates: to find out. IRQ-safe: no."""
        from .footprint import footprint

        return footprint(self)

    @property
    def stats(self):
        """What was moved so far, as a `Stats`. Allocates: that. IRQ-safe: no."""
        from .stats import Stats

        return Stats(self)

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
            self._run_stages(chunk)
        except BaseException:  # Ctrl-C too: a stage must not run twice on a chunk
            self.queue.release()
            self._failed += 1
            raise
        self._staged = True
        if self._due:
            self._said = self._due(chunk.seq)

    def _run_stages(self, chunk):  # apart, so that neither frame grows beyond what the stack takes
        for stage in self._stages:
            stage(chunk)

    def _send(self, chunk):
        while chunk.start < chunk.stop:
            n = self._write(chunk.view)
            if not n:
                return False
            if not 0 < n <= chunk.stop - chunk.start:
                raise ValueError("write")
            chunk.pull(n)
            self._add(3, n)
        return True

    def _add(self, which, n):
        n += self._low[which]
        if n >= CARRY:
            n -= CARRY
            self._high[which] += 1
        self._low[which] = n


class StreamSource:
    """A source: rows of `channels` little-endian samples of `itemsize` bytes, from `stream.readinto`.

    Any object with `row_size`, `ended` and `fill(queue)` is a source.

    `ended` turns True at the end of the stream; `torn` is then the bytes of an unfinished last row, which
    are left out.

    Raises ValueError("channels") for either below 1. Allocates: itself and a bound method. IRQ-safe: no.
    """

    def __init__(self, stream, channels, itemsize=2):
        if channels < 1 or itemsize < 1:
            raise ValueError("channels")
        self.row_size = channels * itemsize
        self.ended = False
        self.torn = 0
        self._readinto = stream.readinto
        self._filled = self._ticks = 0

    def fill(self, queue):
        """Read on into the queue's next slot; True if that made a chunk.

        A chunk is a full slot, or what there was at the end of the stream. False if there is no data now
        (`readinto` returned None), no slot, or no more to come. If `readinto` raises, what was read before
        stays and the next call goes on. Allocates: 0 B. IRQ-safe: no.
        """
        view = queue.claim()
        if view is None or self.ended:
            return False
        filled = self._filled
        if filled:
            view = queue.rest(filled)
        else:
            self._ticks = ticks_us() & 0x3FFFFFFF  # type: ignore[operator]
        n = self._readinto(view)
        if n is None:
            return False
        if not n:
            self.ended = True
            self.torn = filled % self.row_size
            filled -= self.torn
        elif 0 < n <= queue.size - filled:
            filled += n
        else:
            raise ValueError("readinto")
        self._filled = filled
        if filled < queue.size and not (self.ended and filled):
            return False
        self._filled = 0
        queue.commit(filled, self._ticks)
        return True
