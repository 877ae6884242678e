"""What a Pipeline does with each chunk: its step, and what of its source and stages is worth it.

    words of a Pipeline    0 staged  1 rows  2 size  3 longest  4 failed  5 (a descriptor waits)  6 sums × 4
                           10 carries × 4  14 (bytes of a row)  15 (first word of the view) 16 (place of its next one)
    words of its queue     see `hot.queue`; the first eight are the chunk's

Kernels get addresses as numbers here, which are small ints below 1 GB: a queue beyond keeps its methods.
"""

import micropython
from array import array

from memchunk.port import ticks_us

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
        pipeline._fill = _fill(source, source._readinto, queue.claim, queue._hand_over)
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
    words[14], words[15], words[16] = source.row_size, view._place, view._word >> 2
    said = said or array("i", (1, 0, 1 << 30))
    pipeline._hot = parts = pipeline, pipeline._fill, queue.peek, chunk, view._words, said, tuple(stages), kept
    pipeline.step = _step(words, queue._words, parts, pipeline._write, view._shown)


def _step(words, state, parts, write, shown):
    @micropython.viper
    def step() -> bool:
        began = int(ticks_us())  # type: ignore[call-overload]
        s = ptr32(state)
        w = ptr32(words)
        if w[0] == 1:
            parts[0]._drop()
        if not s[17] and (s[8] != s[16] or bool(parts[1](parts[0].queue))):
            parts[2]()
        moved = 0
        if s[17]:
            if not w[0]:
                w[2] = s[2] - s[1]
                w[1] = w[2] // w[14]
                s[6] = w[1]
                w[0] = 1
                chunk = parts[3]
                for stage in parts[6]:
                    stage(chunk)
                w[0] = 2
                d = ptr32(parts[5])
                if not d[0] or (began - d[1] & 0x3FFFFFFF) >= d[2]:
                    pipeline = parts[0]
                    pipeline._said = pipeline._due(s[4])
                    w[5] = 1
            if w[5] and bool(parts[0]._say()):
                w[5] = 0
            moved = 1 - w[5]
            o = ptr32(parts[4])
            while moved and s[1] < s[2]:
                n = s[2] - s[1]
                o[0] = w[15] + (s[1] << 8)
                o[w[16]] = n
                came = write(shown)
                if not came:
                    moved = 0
                else:
                    n -= int(came)
                    if n < 0 or int(came) < 0:
                        raise ValueError("write")
                    s[1] = s[2] - n
                    w[9] += int(came)
            if moved:
                w[0] = 0
                n = s[16] + 1  # `release`
                if n == s[18] + s[18]:
                    n = 0
                s[16] = n
                s[17] = 0
                w[6] += 1
                w[7] += w[1]
                w[8] += w[2]
                n = 6
                while n < 10:
                    if w[n] >> 28:
                        w[n] -= 1 << 28
                        w[n + 4] += 1
                    n += 1
        n = int(ticks_us()) - began & 0x3FFFFFFF  # type: ignore[call-overload]
        if n > w[3]:
            w[3] = n
        return moved != 0

    return step


def _fill(source, readinto, claim, hand_over):
    @micropython.viper
    def fill(queue) -> bool:
        w = ptr32(source._words)
        view = claim()
        if w[0] or bool(source.ended) or not view:
            return bool(type(source).fill(source, queue))
        w[1] = int(ticks_us()) & 0x3FFFFFFF  # type: ignore[call-overload]
        came = readinto(view)
        if not came or int(came) != int(queue.size):
            return bool(source._came(queue, came))
        hand_over(came, w[1])
        return True

    return fill


def _pack(state, memory, pack, shape):
    @micropython.viper
    def encode(_):
        s = ptr32(state)
        row = ptr32(shape)[1]
        channels = ptr32(shape)[0]
        at = int(ptr8(memory))
        start = s[1]
        n = s[2] - start
        rows = n // row
        room = start - (rows + 6 >> 3) * (channels + 1 >> 1)
        room -= row if rows else 0
        if room < s[0]:
            raise ValueError("window")
        if rows * row != n:
            raise ValueError("chunk: part row")
        if at + start & 1:
            raise ValueError("chunk: odd address")
        n = int(pack(at + start, at + room, rows, channels))
        s[1] = room
        s[2] = room + n
        s[6] = rows
        s[7] = 1

    return encode


def _frame(state, memory, plan, parts):
    @micropython.viper
    def encode(_):
        s = ptr32(state)
        p = ptr32(plan)
        m = ptr8(memory)
        start = s[1] - p[3]
        n = s[2] - s[1]
        whole = p[3] + n + 4
        low = start
        if p[8]:
            low -= (whole + 253) // 254
        if n > p[1] or s[6] > p[0] or s[7] != p[2] or low < s[0] or p[8] and s[2] + 5 > s[3]:
            raise ValueError("chunk")
        h = ptr8(parts[2])
        at = 0
        while at < p[3]:
            m[start + at] = h[at]
            at += 1
        at = start + p[4]
        m[at] = s[4] >> 8
        m[at + 1] = s[4]
        m[at + 3] = s[5] >> 24
        m[at + 4] = s[5] >> 16
        m[at + 5] = s[5] >> 8
        m[at + 6] = s[5]
        at += 8
        if p[6]:
            m[at] = s[6] >> 8
            at += 1
        m[at] = s[6]
        at = start + p[5]
        if p[7]:
            m[at] = n >> 8
            at += 1
        m[at] = n
        s[1] = start
        if p[8]:
            at = s[2]
            m[at] = 0
            m[at + 1] = 0
            m[at + 2] = 0
            m[at + 3] = 0
            n = int(m)
            parts[0](n + at, n + start, whole - 4)
            n = int(parts[1](n + start, whole, n + low))
            m[low + n] = 0
            s[1] = low
            s[2] = low + n + 1

    return encode
