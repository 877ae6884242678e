"""Buffers as plain lists, and drivers that do the same to a buffer and its model and compare all there is.

    pair = RingPair(5, "h", "overwrite", 9)      # both indices start at 9
    pair.do("write", 3)
    pair.do("peek", 0)

Every element, record and chunk is a different one, so that what is lost, torn or doubled shows.
`do` asks for more than may be asked, too: then the buffer must refuse it by name and stay as it is.
"""

from array import array

from helpers import refuses

from memchunk import Ring

RING_VERBS = ("claim", "commit", "write", "put", "peek", "release", "readinto", "get", "skip", "find")


class Model:
    """What waits, oldest first; `write` and `read` count places since ever, and do not wrap."""

    def __init__(self, capacity, full, start):
        self.capacity = capacity
        self.overwrites = full == "overwrite"
        self.waiting = []
        self.write = self.read = start
        self.claimed = self.peeked = self.dropped = self.high_water = 0

    def used(self):
        return self.write - self.read

    def free(self):
        return self.capacity - self.used()

    def room(self, n):
        """Places free after the oldest went, where they may."""
        if self.overwrites and not self.peeked:
            while self.free() < min(n, self.capacity):
                self.forget()
        return self.free()

    def forget(self):
        self.dropped += 1
        self.take(1)

    def append(self, entries, places):
        self.waiting.extend(entries)
        self.write += places
        self.claimed = 0
        self.high_water = max(self.high_water, self.used())

    def take(self, n):
        taken = self.waiting[:n]
        self.waiting = self.waiting[n:]
        self.read += n
        self.peeked = 0
        return taken


class Pair:
    """A buffer and its model, `start` places into their two rounds."""

    def __init__(self, buffer, full, start):
        self.buffer = buffer
        self.begin(start)
        self.model = Model(buffer.capacity, full, start)
        self.draft = self.shown = None
        self.count = 0

    def begin(self, place):
        """Let both indices start there."""
        self.buffer._write = self.buffer._read = place

    def do(self, verb, n=0):
        getattr(self, "_" + verb)(n)
        self.check()

    def check(self):
        buffer, model = self.buffer, self.model
        assert buffer.any() == len(model.waiting), (buffer.any(), model.waiting)
        assert buffer.free() == model.free()
        assert buffer.dropped == model.dropped
        assert buffer.high_water == model.high_water

    def drain(self):
        """Let the reader take all, so that all of it is compared."""
        while self.model.waiting:
            self.do("peek", 0)
            self.do("release", 1)


class RingPair(Pair):
    def __init__(self, capacity, typecode="B", full="reject", start=0):
        Pair.__init__(self, Ring(capacity, typecode, full), full, start)
        self.typecode = typecode

    def values(self, n):
        """The next `n` elements, in all the bytes that they have."""
        made = array(self.typecode, [0] * n)
        for i in range(n):
            self.count += 1
            if self.typecode == "B":
                made[i] = self.count * 7 & 0xFF
            else:
                made[i] = self.count * 4051 % 30011 * (1 if self.typecode == "h" else 16001) - 15005
        return made

    def _claim(self, n):
        model = self.model
        model.claimed = min(model.room(n), model.capacity - model.write % model.capacity)
        view = self.buffer.claim(n)
        assert (0 if view is None else len(view)) == model.claimed
        self.draft = self.values(model.claimed)
        for i in range(model.claimed):
            view[i] = self.draft[i]

    def _commit(self, n):
        if n > self.model.claimed:
            return refuses("n", ValueError, self.buffer.commit, n)
        self.buffer.commit(n)
        self.model.append(list(self.draft)[:n] if n else [], n)

    def _write(self, n):
        values, taken = self.values(n), 0
        while taken < n and self.model.room(1):
            self.model.append([values[taken]], 1)
            taken += 1
        assert self.buffer.write(values) == taken

    def _put(self, n):
        values = self.values(1)
        room = self.model.room(1)
        if room:
            self.model.append(list(values), 1)
        else:
            self.model.dropped += 1
        assert self.buffer.put(values[0]) == (room > 0)

    def _peek(self, n):
        model = self.model
        model.peeked = min(len(model.waiting), model.capacity - model.read % model.capacity)
        self.shown = self.buffer.peek()
        assert ([] if self.shown is None else list(self.shown)) == model.waiting[: model.peeked]

    def _release(self, n):
        model = self.model
        if n > model.peeked:
            return refuses("n", ValueError, self.buffer.release, n)
        if model.peeked and self.shown is not None:  # as it was shown, whatever the producer did meanwhile
            assert list(self.shown) == model.waiting[: model.peeked]
        self.buffer.release(n)
        model.take(n)

    def _readinto(self, n):
        into = array(self.typecode, [0] * (n + 1))
        expected = self.model.take(min(n, len(self.model.waiting)))
        assert self.buffer.readinto(into, n) == len(expected)
        assert list(into)[: len(expected)] == expected and into[n] == 0

    def _get(self, n):
        expected = self.model.take(1) if self.model.waiting else [None]
        self.model.peeked = 0
        assert self.buffer.get() == expected[0]

    def _skip(self, n):
        assert self.buffer.skip(n) == len(self.model.take(min(n, len(self.model.waiting))))

    def _find(self, n):
        waiting = self.model.waiting
        self.model.peeked = 0
        if n < len(waiting):
            assert self.buffer.find(waiting[n]) == waiting.index(waiting[n])
        else:
            absent = self.values(1)[0]
            assert self.buffer.find(absent) == (waiting.index(absent) if absent in waiting else -1)


def interleave(kind, arguments, producer, consumer, steps):
    """A new pair for every interleaving of the producer's and the consumer's (verb, n), `steps` in all."""
    for order in range(1 << steps):
        pair = kind(*arguments)
        turns = [0, 0]
        for step in range(steps):
            side = order >> step & 1
            script = consumer if side else producer
            verb, n = script[turns[side] % len(script)]
            turns[side] += 1
            pair.do(verb, n)
        pair.drain()
