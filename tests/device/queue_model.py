"""Models of the queues whose places are not their entries: chunks and records. See `model`.

    pair = RecordPair(20, "overwrite", 38)
    pair.do("write", 5)
"""

from helpers import raises, refuses
from model import Model, Pair

from memchunk import ChunkQueue, RecordQueue

CHUNK_VERBS = ("claim", "commit", "put", "miss", "flush", "commit_claim", "peek", "release", "release_peek")
RECORD_VERBS = ("claim", "commit", "write", "peek", "release", "readinto")


def fresh(pair, n):
    """The next `n` bytes of a pair."""
    made = bytearray(n)
    for i in range(n):
        pair.count += 1
        made[i] = pair.count * 7 & 0xFF
    return made


class ChunkPair(Pair):
    """Slots of six bytes; samples of two."""

    def __init__(self, count, full="reject", start=0):
        Pair.__init__(self, ChunkQueue(count, 6, headroom=3, tailroom=1, full=full), full, start)
        self.seq = self.filled = self.missed = 0

    def begin(self, place):
        self.buffer._words[8] = self.buffer._words[16] = place

    def _claim(self, n):
        model = self.model
        if not model.claimed:
            model.claimed = min(1, model.room(1))
        view = self.buffer.claim()
        assert (view is not None) == model.claimed
        if view is not None:
            view[:] = self.draft = fresh(self, 6)

    def _commit(self, n):
        if not self.model.claimed or n > 6:
            return refuses("n", ValueError, self.buffer.commit, n)
        self.buffer.commit(n, 1000 + self.seq)
        self._handed(n, 1000 + self.seq)

    def _handed(self, n, ticks):
        self.model.append([(bytes(self.draft[:n]), self.seq & 0xFFFF, ticks)], 1)
        self.seq += 1
        self.filled = 0

    def _commit_claim(self, n):
        if not self.model.claimed or n > 6:
            return refuses("n", ValueError, self.buffer.commit_claim, n)
        view = self.buffer.commit_claim(n)
        self._handed(n, None)
        self.model.claimed = min(1, self.model.room(1))
        assert (view is not None) == self.model.claimed
        self.draft = None if view is None else bytearray(view)

    def _put(self, n):
        model, value = self.model, fresh(self, 2)
        if not self.missed and not model.claimed:
            model.claimed = min(1, model.room(1))
        taken = not self.missed and model.claimed
        assert self.buffer.put(value[0] | value[1] << 8) == bool(taken)
        if not taken:
            self.missed = (self.missed + 2) % 6
            if not self.missed:
                self._missing()
            return
        self.filled += 2
        if self.filled == 6:
            self.draft[4:6] = value
            return self._handed(6, None)
        view = self.buffer.claim()
        assert view[self.filled - 2 : self.filled] == value
        self.draft = bytearray(view)

    def _missing(self):
        self.model.dropped += 1
        self.seq += 1

    def _miss(self, n):
        self.buffer.miss()
        self._missing()

    def _flush(self, n):
        self.buffer.flush()
        if self.filled:
            self._handed(self.filled, None)
        if self.missed:
            self.missed = 0
            self._missing()

    def _peek(self, n):
        self.model.peeked = min(1, len(self.model.waiting))
        self.shown = self.buffer.peek()
        assert (self.shown is not None) == self.model.peeked
        self._compare()

    def _compare(self):
        if self.model.peeked and self.shown is not None:
            payload, seq, ticks = self.model.waiting[0]
            assert bytes(self.shown.view) == payload and self.shown.seq == seq
            assert ticks is None or ticks == self.shown.ticks
            assert self.shown.headroom == 4 and self.shown.tailroom == 8 - len(payload)

    def _release(self, n):
        if not self.model.peeked:
            return raises(ValueError, self.buffer.release)
        self._compare()
        self.buffer.release()
        self.model.take(1)

    def _release_peek(self, n):
        if not self.model.peeked:
            return raises(ValueError, self.buffer.release_peek)
        self._compare()
        self.shown = self.buffer.release_peek()
        self.model.take(1)
        self.model.peeked = min(1, len(self.model.waiting))
        assert (self.shown is not None) == self.model.peeked
        self._compare()


def _taken(n):
    return 2 + n + n % 2


class RecordModel(Model):
    """`places` has the bytes before, and of, each record that waits."""

    def __init__(self, capacity, full, start):
        Model.__init__(self, capacity, full, start)
        self.places = []

    def append(self, record, skipped):
        self.places.append((skipped, _taken(len(record))))
        Model.append(self, [record], skipped + _taken(len(record)))

    def take(self, n):
        skipped, taken = self.places.pop(0)
        self.read += skipped + taken - n
        return Model.take(self, n)

    def to_first(self):
        """What the reader does when it looks: the bytes before the oldest are free."""
        skipped, taken = self.places[0]
        self.read += skipped
        self.places[0] = (0, taken)


class RecordPair(Pair):
    def __init__(self, capacity, full="reject", start=0):
        Pair.__init__(self, RecordQueue(capacity, full), full, start)
        self.model = RecordModel(capacity, full, start)
        self.skipped = 0

    def _room(self, n):
        """How many bytes are skipped to have `n` for a record, or None if there are none."""
        model, at = self.model, self.model.write % self.model.capacity
        skipped = model.capacity - at if at + _taken(n) > model.capacity else 0
        return skipped if model.room(skipped + _taken(n)) >= skipped + _taken(n) else None

    def _claim(self, n):
        if n > self.buffer.max_len:
            return refuses("n", ValueError, self.buffer.claim, n)
        skipped = self._room(n)
        view = self.buffer.claim(n)
        assert (view is None) == (skipped is None)
        if view is not None:  # otherwise the claim before still stands
            assert len(view) == n
            view[:] = self.draft = fresh(self, n)
            self.model.claimed = n + 1
            self.skipped = skipped

    def _commit(self, n):
        if n >= self.model.claimed:
            return refuses("n", ValueError, self.buffer.commit, n)
        self.buffer.commit(n)
        self.model.append(bytes(self.draft[:n]), self.skipped)

    def _write(self, n):
        record = bytes(fresh(self, n))
        if n > self.buffer.max_len:
            return refuses("n", ValueError, self.buffer.write, record)
        skipped = self._room(n)
        assert self.buffer.write(record) == (skipped is not None)
        if skipped is None:
            self.model.dropped += 1
        else:
            self.model.append(record, skipped)

    def _peek(self, n):
        model = self.model
        self.shown = self.buffer.peek()
        model.peeked = min(1, len(model.waiting))
        assert (self.shown is not None) == model.peeked
        if model.waiting:
            model.to_first()
            assert bytes(self.shown) == model.waiting[0]

    def _release(self, n):
        if not self.model.peeked:
            return raises(ValueError, self.buffer.release)
        if self.shown is not None:  # as it was shown, whatever the producer did meanwhile
            assert bytes(self.shown) == self.model.waiting[0]
        self.buffer.release()
        self.model.take(1)

    def _readinto(self, n):
        model, into = self.model, bytearray(n)
        if not model.waiting:
            assert self.buffer.readinto(into) is None
            return
        model.to_first()
        if n < len(model.waiting[0]):
            refuses("buf", ValueError, self.buffer.readinto, into)
            model.peeked, self.shown = 1, None
            return
        record = model.take(1)[0]
        assert self.buffer.readinto(into) == len(record) and into[: len(record)] == record
