"""What a ChunkQueue does for each chunk.

    words   0 low  1 start  2 stop  3 high  4 seq  5 ticks  6 rows  7 enc
            8 write  9 claimed  10 dropped  11 high water  12 next seq  13 stamp  14 filled  15 missed
            16 read  17 peeked  18 capacity  19 size  20 lead  21 stride  22 itemsize
            24 (length  seq  ticks  -) × capacity

Indices are compared, never divided: that would be a call.
"""

import micropython

from memchunk.port import ticks_us


@micropython.viper
def claim(self):
    words = ptr32(self._words)
    write = words[8]
    capacity = words[18]
    if not words[9]:
        used = write - words[16]
        if used < 0:
            used += capacity + capacity
        if used >= capacity and not int(self.free(1)):
            return None
        words[9] = 1
        words[13] = int(ticks_us()) & 0x3FFFFFFF  # type: ignore[call-overload]
    if write >= capacity:
        write -= capacity
    return self._views[write]


@micropython.viper
def _hand_over(self, n: int, ticks: int):
    words = ptr32(self._words)
    if not words[9] or n < 0 or n > words[19]:
        raise ValueError("n")
    write = words[8]
    capacity = words[18]
    at = 24 + (write << 2)
    if write >= capacity:
        at -= capacity << 2
    words[at] = n
    seq = words[12]
    words[at + 1] = seq
    words[at + 2] = ticks
    words[12] = seq + 1 & 0xFFFF
    words[14] = 0
    words[9] = 0
    write += 1
    if write == capacity + capacity:
        write = 0
    used = write - words[16]
    if used < 0:
        used += capacity + capacity
    if used > words[11]:
        words[11] = used
    words[8] = write


@micropython.viper
def peek(self):
    words = ptr32(self._words)
    if not words[17]:
        words[17] = 1
        read = words[16]
        if words[8] == read:
            words[17] = 0
            return None
        if read >= words[18]:
            read -= words[18]
        low = read * words[21]
        read = 24 + (read << 2)
        words[0] = low
        words[3] = low + words[21]
        low += words[20]
        words[1] = low
        words[2] = low + words[read]
        words[4] = words[read + 1]
        words[5] = words[read + 2]
        words[6] = 0
        words[7] = 0
    return self._chunk


@micropython.viper
def release(self):
    words = ptr32(self._words)
    if not words[17]:
        raise ValueError("release")
    read = words[16] + 1
    if read == words[18] + words[18]:
        read = 0
    words[16] = read
    words[17] = 0


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
        if not words[9] or n < 0 or n > words[19]:
            raise ValueError("n")
        write = words[8]
        capacity = words[18]
        at = 24 + (write << 2)
        if write >= capacity:
            at -= capacity << 2
        words[at] = n
        seq = words[12]
        words[at + 1] = seq
        words[at + 2] = words[13]
        words[12] = seq + 1 & 0xFFFF
        words[14] = 0
        words[9] = 0
        write += 1
        if write == capacity + capacity:
            write = 0
        used = write - words[16]
        if used < 0:
            used += capacity + capacity
        if used > words[11]:
            words[11] = used
        words[8] = write
        if used == capacity and not int(free(1)):
            return None
        words[9] = 1
        words[13] = int(ticks_us()) & 0x3FFFFFFF  # type: ignore[call-overload]
        if write >= capacity:
            write -= capacity
        return views[write]

    return commit_claim


def _release_peek(state, chunk):
    @micropython.viper
    def release_peek():
        words = ptr32(state)
        if not words[17]:
            raise ValueError("release")
        read = words[16] + 1
        if read == words[18] + words[18]:
            read = 0
        words[16] = read
        # The hold stands for one that is just beginning; without a chunk it ends.
        if words[8] == read:
            words[17] = 0
            return None
        if read >= words[18]:
            read -= words[18]
        low = read * words[21]
        read = 24 + (read << 2)
        words[0] = low
        words[3] = low + words[21]
        low += words[20]
        words[1] = low
        words[2] = low + words[read]
        words[4] = words[read + 1]
        words[5] = words[read + 2]
        words[6] = 0
        words[7] = 0
        return chunk

    return release_peek


def _put(state, memory, queue):
    @micropython.viper
    def put(value: int) -> bool:
        words = ptr32(state)
        at = words[14]
        if words[15] or not (words[9] or bool(queue.claim())):
            return bool(queue._lose())
        place = words[8]
        if place >= words[18]:
            place -= words[18]
        to = ptr8(memory)
        i = place * words[21] + words[20] + at
        stop = at + words[22]
        while at < stop:
            to[i] = value
            value >>= 8
            i += 1
            at += 1
        words[14] = at
        if at == words[19]:
            queue._hand_over(at, words[13])
        return True

    return put
