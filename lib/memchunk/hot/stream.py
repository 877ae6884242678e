"""What a Pipeline does with each chunk: its step, and what of its source and stages is worth it.

    s words of the queue, see `chunk_queue`    w of the pipeline or its source, see `flow`    p of a Frame's plan

Kernels get addresses as numbers here, which are small ints below 1 GB: a queue beyond keeps its methods.
"""

import micropython
from array import array
from micropython import const

from memchunk.port import ticks_us

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
_HIGH_WATER = const(11)
_NEXT_SEQ = const(12)
_READ = const(16)
_PEEKED = const(17)
_CAPACITY = const(18)
_SIZE = const(19)
_SLOTS = const(24)

_STAGED = const(0)
_CHUNK_ROWS = const(1)
_CHUNK_SIZE = const(2)
_LONGEST = const(3)
_WAITS = const(5)
_SUMS = const(6)
_CARRIES = const(10)
_ROW_SIZE = const(14)
_VIEW_AT = const(15)
_VIEW_LENGTH = const(16)
_CARRY = const(1 << 28)
_GOT = const(0)
_SINCE = const(1)

_MOST_ROWS = const(0)
_MOST_SIZE = const(1)
_WANTED_ENC = const(2)
_HEAD_SIZE = const(3)
_SEQ_AT = const(4)
_SIZE_AT = const(5)
_WIDE_ROWS = const(6)
_WIDE_SIZE = const(7)
_LINK = const(8)
_RAW_SIZE = const(9)

try:
    from uctypes import addressof
except ImportError:
    addressof = None  # type: ignore[assignment]


def bind(pipeline):
    """Hasten a pipeline: its `step`, and of its source and stages those that there is machine code for.

    Allocates: the closures, and a list. IRQ-safe: no.
    """
    queue = pipeline.queue
    chunk = queue._chunk
    if addressof is None or not chunk._view.zero_alloc or addressof(chunk.buf) >> 8 * chunk._view._word - 2:
        return
    source, words = pipeline._source, pipeline._words
    if type(source).__name__ == "StreamSource":
        pipeline._fill = _fill(queue._words, source._words, source, source._readinto)
    said = None
    stages = []
    kept: list = []  # what the closures have for themselves is kept where `footprint` sees it
    for stage in pipeline._stages:
        name = type(stage).__name__
        if name == "Blockpack":
            kept.append(array("i", (stage.channels, stage.row_size)))
            stage = _pack(queue._words, chunk.buf, stage._pack, kept[-1])
        elif name == "Frame":
            said = stage._said_at
            kept.append((stage._crc32, stage._cobs, stage._head))
            stage = _frame(queue._words, chunk.buf, stage._plan, kept[-1])
        stages.append(stage)
    if pipeline._due and said is None:  # another's than Frame's
        return
    view = chunk._view
    words[_ROW_SIZE], words[_VIEW_AT], words[_VIEW_LENGTH] = source.row_size, view._place, view._word >> 2
    said = said or array("i", (1, 0, 1 << 30))
    pipeline._hot = parts = pipeline, pipeline._fill, queue.peek, chunk, view._words, said, tuple(stages), kept
    pipeline.step = _step(words, queue._words, parts, pipeline._write, view._shown)


def _step(words, state, parts, write, shown):
    @micropython.viper
    def step() -> bool:
        began = int(ticks_us())  # type: ignore[call-overload]
        s = ptr32(state)
        w = ptr32(words)
        if w[_STAGED] == 1:
            parts[0]._drop()
        if not s[_PEEKED] and (s[_WRITE] != s[_READ] or bool(parts[1](parts[0].queue))):
            parts[2]()
        moved = 0
        if s[_PEEKED]:
            if not w[_STAGED]:
                w[_CHUNK_SIZE] = s[_STOP] - s[_START]
                w[_CHUNK_ROWS] = w[_CHUNK_SIZE] // w[_ROW_SIZE]
                s[_ROWS] = w[_CHUNK_ROWS]
                w[_STAGED] = 1
                chunk = parts[3]
                for stage in parts[6]:
                    stage(chunk)
                    if s[_START] < s[_LOW] or s[_STOP] < s[_START] or s[_STOP] > s[_HIGH]:
                        raise ValueError("start, stop")
                w[_STAGED] = 2
                d = ptr32(parts[5])
                if not d[0] or (began - d[1] & 0x3FFFFFFF) >= d[2]:
                    pipeline = parts[0]
                    pipeline._said = pipeline._due(s[_SEQ])
                    w[_WAITS] = 1
            if w[_WAITS] and bool(parts[0]._say()):
                w[_WAITS] = 0
            moved = 1 - w[_WAITS]
            o = ptr32(parts[4])
            while moved and s[_START] < s[_STOP]:
                n = s[_STOP] - s[_START]
                o[0] = w[_VIEW_AT] + (s[_START] << 8)
                o[w[_VIEW_LENGTH]] = n
                came = write(shown)
                if not came:
                    moved = 0
                else:
                    n -= int(came)
                    if n < 0 or int(came) < 0:
                        raise ValueError("write")
                    s[_START] = s[_STOP] - n
                    w[_SUMS + 3] += int(came)
            if moved:
                w[_STAGED] = 0
                n = s[_READ] + 1  # `release`
                if n == s[_CAPACITY] + s[_CAPACITY]:
                    n = 0
                s[_READ] = n
                s[_PEEKED] = 0
                w[_SUMS] += 1
                w[_SUMS + 1] += w[_CHUNK_ROWS]
                w[_SUMS + 2] += w[_CHUNK_SIZE]
                n = _SUMS
                while n < _CARRIES:
                    if w[n] >= _CARRY:
                        w[n] -= _CARRY
                        w[n + _CARRIES - _SUMS] += 1
                    n += 1
        n = int(ticks_us()) - began & 0x3FFFFFFF  # type: ignore[call-overload]
        if n > w[_LONGEST]:
            w[_LONGEST] = n
        return moved != 0

    return step


def _fill(state, words, source, readinto):
    @micropython.viper
    def fill(queue) -> bool:
        s = ptr32(state)
        w = ptr32(words)
        place = s[_WRITE]
        used = place - s[_READ]
        if used < 0:
            used += s[_CAPACITY] + s[_CAPACITY]
        if s[_CLAIMED] or used >= s[_CAPACITY] or bool(source.ended):  # a slot that is begun, none, no more
            return bool(type(source).fill(source, queue))
        if place >= s[_CAPACITY]:
            place -= s[_CAPACITY]
        s[_CLAIMED] = 1
        w[_SINCE] = int(ticks_us()) & 0x3FFFFFFF  # type: ignore[call-overload]
        came = readinto(queue._views[place])
        if not came or int(came) != s[_SIZE]:
            return bool(source._came(queue, came))
        place = _SLOTS + (place << 2)  # `commit`, of what is both ends' own here
        s[place] = s[_SIZE]
        s[place + 1] = s[_NEXT_SEQ]
        s[place + 2] = w[_SINCE]
        s[_NEXT_SEQ] = s[_NEXT_SEQ] + 1 & 0xFFFF
        s[_CLAIMED] = 0
        if used >= s[_HIGH_WATER]:
            s[_HIGH_WATER] = used + 1
        place = s[_WRITE] + 1
        if place == s[_CAPACITY] + s[_CAPACITY]:
            place = 0
        s[_WRITE] = place
        return True

    return fill


def _pack(state, memory, pack, shape):
    @micropython.viper
    def encode(_):
        s = ptr32(state)
        row = ptr32(shape)[1]
        channels = ptr32(shape)[0]
        at = int(ptr8(memory))
        start = s[_START]
        n = s[_STOP] - start
        rows = n // row
        room = start - (rows + 6 >> 3) * (channels + 1 >> 1)
        room -= row if rows else 0
        if room < s[_LOW]:
            raise ValueError("window")
        if rows * row != n:
            raise ValueError("chunk: part row")
        if at + start & 1:
            raise ValueError("chunk: odd address")
        n = int(pack(at + start, at + room, rows, channels))
        s[_START] = room
        s[_STOP] = room + n
        s[_ROWS] = rows
        s[_ENC] = 1

    return encode


def _frame(state, memory, plan, parts):
    @micropython.viper
    def encode(_):
        s = ptr32(state)
        p = ptr32(plan)
        m = ptr8(memory)
        start = s[_START] - p[_HEAD_SIZE]
        n = s[_STOP] - s[_START]
        whole = p[_HEAD_SIZE] + n + 4
        low = start
        if p[_LINK]:
            low -= (whole + 253) // 254
        if n > p[_MOST_SIZE] or s[_ROWS] > p[_MOST_ROWS] or s[_ENC] != p[_WANTED_ENC]:
            raise ValueError("chunk")
        if s[_SEQ] >> 16 or (s[_ROWS] | s[_TICKS]) < 0 or p[_RAW_SIZE] and s[_ROWS] * p[_RAW_SIZE] != n:
            raise ValueError("chunk")
        if low < s[_LOW] or p[_LINK] and s[_STOP] + 5 > s[_HIGH]:
            raise ValueError("chunk")
        h = ptr8(parts[2])
        at = 0
        while at < p[_HEAD_SIZE]:
            m[start + at] = h[at]
            at += 1
        at = start + p[_SEQ_AT]
        m[at] = s[_SEQ] >> 8
        m[at + 1] = s[_SEQ]
        m[at + 3] = s[_TICKS] >> 24
        m[at + 4] = s[_TICKS] >> 16
        m[at + 5] = s[_TICKS] >> 8
        m[at + 6] = s[_TICKS]
        at += 8
        if p[_WIDE_ROWS]:
            m[at] = s[_ROWS] >> 8
            at += 1
        m[at] = s[_ROWS]
        at = start + p[_SIZE_AT]
        if p[_WIDE_SIZE]:
            m[at] = n >> 8
            at += 1
        m[at] = n
        s[_START] = start
        if p[_LINK]:
            at = s[_STOP]
            m[at] = 0
            m[at + 1] = 0
            m[at + 2] = 0
            m[at + 3] = 0
            n = int(m)
            parts[0](n + at, n + start, whole - 4)
            n = int(parts[1](n + start, whole, n + low))
            m[low + n] = 0
            s[_START] = low
            s[_STOP] = low + n + 1

    return encode
