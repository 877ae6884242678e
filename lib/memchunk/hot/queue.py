"""What a ChunkQueue does for each chunk, over the words that `chunk_queue` tells of.

Indices are compared, never divided: that would be a call.
"""

import micropython
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


@micropython.viper
def claim(self):
    words = ptr32(self._words)
    write = words[_WRITE]
    capacity = words[_CAPACITY]
    if not words[_CLAIMED]:
        used = write - words[_READ]
        if used < 0:
            used += capacity + capacity
        if used >= capacity and not int(self.free(1)):
            return None
        words[_CLAIMED] = 1
        words[_STAMP] = int(ticks_us()) & 0x3FFFFFFF  # type: ignore[call-overload]
    if write >= capacity:
        write -= capacity
    return self._views[write]


@micropython.viper
def _hand_over(self, n: int, ticks: int):
    words = ptr32(self._words)
    if not words[_CLAIMED] or n < 0 or n > words[_SIZE]:
        raise ValueError("n")
    write = words[_WRITE]
    capacity = words[_CAPACITY]
    at = _SLOTS + (write << 2)
    if write >= capacity:
        at -= capacity << 2
    words[at] = n
    seq = words[_NEXT_SEQ]
    words[at + 1] = seq
    words[at + 2] = ticks
    words[_NEXT_SEQ] = seq + 1 & 0xFFFF
    words[_FILLED] = 0
    words[_CLAIMED] = 0
    write += 1
    if write == capacity + capacity:
        write = 0
    used = write - words[_READ]
    if used < 0:
        used += capacity + capacity
    if used > words[_HIGH_WATER]:
        words[_HIGH_WATER] = used
    words[_WRITE] = write


@micropython.viper
def peek(self):
    words = ptr32(self._words)
    if not words[_PEEKED]:
        words[_PEEKED] = 1
        read = words[_READ]
        if words[_WRITE] == read:
            words[_PEEKED] = 0
            return None
        if read >= words[_CAPACITY]:
            read -= words[_CAPACITY]
        low = read * words[_STRIDE]
        read = _SLOTS + (read << 2)
        words[_LOW] = low
        words[_HIGH] = low + words[_STRIDE]
        low += words[_LEAD]
        words[_START] = low
        words[_STOP] = low + words[read]
        words[_SEQ] = words[read + 1]
        words[_TICKS] = words[read + 2]
        words[_ROWS] = 0
        words[_ENC] = 0
    return self._chunk


@micropython.viper
def release(self):
    words = ptr32(self._words)
    if not words[_PEEKED]:
        raise ValueError("release")
    read = words[_READ] + 1
    if read == words[_CAPACITY] + words[_CAPACITY]:
        read = 0
    words[_READ] = read
    words[_PEEKED] = 0


def bind(queue, kind):
    """Hasten a queue: three closures of its own, and the other methods of its class `kind`.

    Allocates: the closures. IRQ-safe: no.
    """
    kind.claim, kind.peek, kind.release = claim, peek, release
    kind._hand_over = _hand_over
    state = queue._words
    queue.commit_claim = _commit_claim(state, queue._views, queue.free)
    queue.release_peek = _release_peek(state, queue._chunk)
    queue.put = _put(state, queue._chunk.buf, queue)


def _commit_claim(state, views, free):
    @micropython.viper
    def commit_claim(n: int):
        words = ptr32(state)
        if not words[_CLAIMED] or n < 0 or n > words[_SIZE]:
            raise ValueError("n")
        write = words[_WRITE]
        capacity = words[_CAPACITY]
        at = _SLOTS + (write << 2)
        if write >= capacity:
            at -= capacity << 2
        words[at] = n
        seq = words[_NEXT_SEQ]
        words[at + 1] = seq
        words[at + 2] = words[_STAMP]
        words[_NEXT_SEQ] = seq + 1 & 0xFFFF
        words[_FILLED] = 0
        words[_CLAIMED] = 0
        write += 1
        if write == capacity + capacity:
            write = 0
        used = write - words[_READ]
        if used < 0:
            used += capacity + capacity
        if used > words[_HIGH_WATER]:
            words[_HIGH_WATER] = used
        words[_WRITE] = write
        if used == capacity and not int(free(1)):
            return None
        words[_CLAIMED] = 1
        words[_STAMP] = int(ticks_us()) & 0x3FFFFFFF  # type: ignore[call-overload]
        if write >= capacity:
            write -= capacity
        return views[write]

    return commit_claim


def _release_peek(state, chunk):
    @micropython.viper
    def release_peek():
        words = ptr32(state)
        if not words[_PEEKED]:
            raise ValueError("release")
        read = words[_READ] + 1
        if read == words[_CAPACITY] + words[_CAPACITY]:
            read = 0
        words[_READ] = read
        # The hold stands for one that is just beginning; without a chunk it ends.
        if words[_WRITE] == read:
            words[_PEEKED] = 0
            return None
        if read >= words[_CAPACITY]:
            read -= words[_CAPACITY]
        low = read * words[_STRIDE]
        read = _SLOTS + (read << 2)
        words[_LOW] = low
        words[_HIGH] = low + words[_STRIDE]
        low += words[_LEAD]
        words[_START] = low
        words[_STOP] = low + words[read]
        words[_SEQ] = words[read + 1]
        words[_TICKS] = words[read + 2]
        words[_ROWS] = 0
        words[_ENC] = 0
        return chunk

    return release_peek


def _put(state, memory, queue):
    @micropython.viper
    def put(value: int) -> bool:
        words = ptr32(state)
        at = words[_FILLED]
        if words[_MISSED] or not (words[_CLAIMED] or bool(queue.claim())):
            return bool(queue._lose())
        place = words[_WRITE]
        if place >= words[_CAPACITY]:
            place -= words[_CAPACITY]
        to = ptr8(memory)
        i = place * words[_STRIDE] + words[_LEAD] + at
        stop = at + words[_ITEMSIZE]
        while at < stop:
            to[i] = value
            value >>= 8
            i += 1
            at += 1
        words[_FILLED] = at
        if at == words[_SIZE]:
            queue._hand_over(at, words[_STAMP])
        return True

    return put
