"""Pipeline: a source's chunks through stages, in place, to a sink.

    pipeline = Pipeline(source, [Blockpack(6), Frame(descriptor)], uart, rows=32)
    print(pipeline.footprint)
    pipeline.run()

Everything is allocated here, before the first sample.
"""

from array import array

import memchunk.kernels as kernels
from memchunk import once
from memchunk.chunk_queue import ChunkQueue
from memchunk.port import const, sleep_ms, ticks_us

_STAGED = const(0)  # of the oldest chunk: 1 while it is in the stages, 2 when it waits to be sent
_CHUNK_ROWS = const(1)  # of it, and its size before the stages
_CHUNK_SIZE = const(2)
_LONGEST = const(3)
_FAILED = const(4)  # chunks that a stage raised on
# 5 is for `hot.stream`, and 14 to 16
_SUMS = const(6)  # chunks, rows, bytes in, bytes out
_CARRIES = const(10)  # of them: a year's bytes are no small int
_CARRY = const(1 << 28)
_GOT = const(0)  # of a StreamSource: bytes of the slot that are filled
_SINCE = const(1)  # ticks of the first
_TICKS_MASK = const(0x3FFFFFFF)


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
        self._fill = source.fill
        self._write = sink.write
        self._words = array("i", bytes(68))
        self._said = None  # a descriptor that goes out first
        headroom, tailroom, self._due = once("memchunk.flow.room").room(self._stages, rows, source.row_size)
        size = rows * source.row_size
        self.queue = ChunkQueue(depth, size, headroom, tailroom, 2 - size % 2)
        kernels.hasten("stream", self)

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
        sink or the source raises, nothing is lost and the next step goes on; if a stage raises, its chunk,
        which may be half changed, counts as dropped, and the next step leaves it out.
        Allocates: 0 B. IRQ-safe: no.
        """
        began = ticks_us()
        moved = self._move()
        took = ticks_us() - began & _TICKS_MASK  # type: ignore[operator]
        if took > self._words[_LONGEST]:
            self._words[_LONGEST] = took
        return moved

    def run(self, idle=None):
        """Step until the source has ended and everything is sent, with `idle.run` of an `IdleGC` if one is given: it
        collects while there is nothing to do, and raises ValueError("period_us: ...") before the first step if a
        collection would take longer than it has. Allocates: 0 B. IRQ-safe: no.
        """
        if idle:
            return idle.run(self)
        while not self.done:
            if not self.step() and not self.done:
                sleep_ms(1)

    def _move(self):
        queue, words = self.queue, self._words
        if words[_STAGED] == 1:
            self._drop()
        chunk = queue.peek()
        if chunk is None:
            if not self._fill(queue):
                return False
            chunk = queue.peek()
        if not words[_STAGED]:
            self._stage(chunk)
        if not (self._say() and self._send(chunk)):
            return False
        words[_STAGED] = 0
        queue.release()
        self._add(0, 1)
        self._add(1, words[_CHUNK_ROWS])
        self._add(2, words[_CHUNK_SIZE])
        return True

    def _drop(self):
        """Leave out a chunk that a stage raised on: it must not run twice on one."""
        self._words[_STAGED] = 0
        self._words[_FAILED] += 1
        self.queue.release()

    def _stage(self, chunk):
        words = self._words
        words[_CHUNK_SIZE] = size = chunk.stop - chunk.start
        words[_CHUNK_ROWS] = chunk.rows = size // self._source.row_size
        words[_STAGED] = 1
        for stage in self._stages:
            stage(chunk)
        chunk.set(chunk.start, chunk.stop)  # raises ValueError where it is out of its part
        words[_STAGED] = 2
        if self._due:
            self._said = self._due(chunk.seq)

    def _say(self):
        """Send what is left of a descriptor; False if the sink took no more of it."""
        if self._said is not None:
            if not self._send(self._said):
                return False
            self._said = None
        return True

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

    def _add(self, n, value):
        words = self._words
        value += words[_SUMS + n]
        if value >= _CARRY:
            value -= _CARRY
            words[_CARRIES + n] += 1
        words[_SUMS + n] = value


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
        self._words = array("i", bytes(8))

    def fill(self, queue):
        """Read on into the queue's next slot; True if that made a chunk.

        A chunk is a full slot, or what there was at the end of the stream. False if there is no data now
        (`readinto` returned None), no slot, or no more to come. If `readinto` raises, what was read before
        stays and the next call goes on. Allocates: 0 B. IRQ-safe: no.
        """
        view = queue.claim()
        if view is None or self.ended:
            return False
        words = self._words
        if words[_GOT]:
            view = queue.rest(words[_GOT])
        else:
            words[_SINCE] = ticks_us() & _TICKS_MASK  # type: ignore[operator]
        return self._came(queue, self._readinto(view))

    def _came(self, queue, n):
        if n is None:
            return False
        filled = self._words[_GOT]
        if not n:
            self.ended = True
            self.torn = filled % self.row_size
            filled -= self.torn
        elif 0 < n <= queue.size - filled:
            filled += n
        else:
            raise ValueError("readinto")
        self._words[_GOT] = filled
        if filled < queue.size and not (self.ended and filled):
            return False
        self._words[_GOT] = 0
        queue.commit(filled, self._words[_SINCE])
        return True
