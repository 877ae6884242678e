"""The verbs of both sides of each buffer by name, and the steps that each verb is known to have.

    side = RingSide(3, "overwrite", 5, 2, True)      # capacity, policy, both indices, two elements, peeked
    side.put, side.get, side.state()                 # results as plain values
"""

from __future__ import annotations

from array import array
from operator import attrgetter

from memchunk import ChunkQueue, RecordQueue, Ring

WRITE, CLAIMED, NEXT_SEQ, FILLED, MISSED, READ, PEEKED = 8, 9, 12, 14, 15, 16, 17  # words of a ChunkQueue


class Side:
    """What the steps between two bytecodes may be. Names with an underscore have no result."""

    most = 9
    at = 0
    space = None
    nothing = None

    @property
    def _hold(self):
        """A reader holds what is there."""
        self.buffer._peeked = self.buffer.capacity

    @property
    def _count(self):
        """A reader takes no more than is there now."""
        self.most = self.buffer.any()

    @property
    def _keep(self):
        """A reader has taken, and still holds."""
        self.buffer._peeked = 1

    @property
    def _let_go(self):
        self.buffer._peeked = 0

    @property
    def any(self):
        return self.buffer.any()

    def in_vain(self, verb):
        """A reader held, saw that nothing was there, and lets go without looking again."""
        if not self.buffer.any():
            yield ("_hold",), ("_let_go", (verb, attrgetter("nothing")))


class RingSide(Side):
    """A ring of halfwords with elements 1, 2, … in it; each verb's result as plain values."""

    producer = ("put", "puts", "write1", "write2", "write4", "claim_commit", "claim", "commit")
    consumer = ("get", "peek", "readinto1", "readinto9", "peek_release", "release", "skip", "find", "any")

    def __init__(self, capacity, full, start, used, held=False):
        self.buffer = Ring(capacity, "h", full)
        self.buffer._write = self.buffer._read = start
        self.buffer.write(array("h", range(1, used + 1)))
        self.claimed = self.buffer.claim(0) if self.buffer.free() else None
        for place in range(len(self.claimed or ())):
            self.claimed[place] = 50 + place
        self.shown = self.buffer.peek() if held else None

    put = property(lambda self: self.buffer.put(100))
    write1 = property(lambda self: self.buffer.write(array("h", range(101, 102))))
    write2 = property(lambda self: self.buffer.write(array("h", range(101, 103))))
    write4 = property(lambda self: self.buffer.write(array("h", range(101, 105))))
    get = property(lambda self: self.buffer.get())
    skip = property(lambda self: self.buffer.skip(min(2, self.most)))
    readinto1 = property(lambda self: self._readinto(1))
    readinto9 = property(lambda self: self._readinto(9))

    @property
    def puts(self):
        return [self.buffer.put(value) for value in range(80, 85)]

    @property
    def find(self):
        at = self.buffer.find(2)
        return at if at < self.most else -1

    def splits(self, verb):
        if verb in ("put", "claim"):
            yield (("_room", lambda side: side.buffer.free(1 + (verb == "claim"))),), (verb,)
        elif verb.startswith("write"):
            n = int(verb[-1])
            for step in range(1, 2 * n):
                before = "_first", lambda side, step=step: side.write_on(n, step)
                yield (before,), ((verb, lambda side: side.write_on(n, 99)),)
        elif verb not in ("commit", "release", "any"):
            yield ("_hold",), (verb,)
            yield ("_hold", "_count"), (verb,)
        if verb == "peek":
            yield from self.in_vain(verb)
        if verb.startswith("readinto"):
            yield ("_count",), (verb,)
        if verb in ("get", "readinto1", "readinto9", "skip", "find", "release"):
            yield (verb, "_keep"), ("_let_go",)

    def write_on(self, n, steps):
        """So many more of the steps of a write of `n`: claims and commits by turns. How many are written."""
        while steps and self.at < n:
            if self.space is None:
                self.space = self.buffer.claim(n - self.at)
                if self.space is None:
                    break
            else:
                k = min(len(self.space), n - self.at)
                for place in range(k):
                    self.space[place] = 101 + self.at + place
                self.buffer.commit(k)
                self.at += k
                self.space = None
            steps -= 1
        return self.at

    @property
    def claim(self):
        view = self.buffer.claim(2)
        return None if view is None else len(view)

    @property
    def commit(self):
        n = min(1, self.buffer._claimed)
        self.buffer.commit(n)

    @property
    def claim_commit(self):
        view = self.buffer.claim(2)
        if view is None:
            return None
        for place in range(len(view)):
            view[place] = 70 + place
        self.buffer.commit(len(view))
        return len(view)

    @property
    def peek(self):
        self.shown = self.buffer.peek()

    @property
    def release(self):
        if self.buffer._peeked:
            seen = list(self.shown)
            self.buffer.release(1)
            return seen

    @property
    def peek_release(self):
        shown = self.buffer.peek()
        if shown is None:
            return None
        seen = list(shown)
        self.buffer.release(1)
        return seen

    def _readinto(self, n):
        into = array("h", [0] * n)
        return self.buffer.readinto(into, min(n, self.most)), list(into)

    def state(self):
        buffer = self.buffer
        held = list(self.shown) if buffer._peeked and self.shown is not None else None
        told = buffer.any(), buffer.free(), buffer.dropped
        self.most = 9
        return held, told, self._readinto(buffer.any())


class RecordSide(Side):
    producer = ("writes", "write0", "write3", "write6", "claim_commit", "claim", "commit")
    consumer = ("peek", "readinto", "peek_release", "release", "any")

    def __init__(self, capacity, full, start, used, held=False):
        self.buffer = RecordQueue(capacity, full)
        self.buffer._write = self.buffer._read = 2 * start
        for k in range(used):
            self.buffer.write(bytes([k + 1] * (k * 3 % 4)))
        self.claimed = self.buffer.claim(0) if self.buffer.free() >= 2 else None
        self.shown = self.buffer.peek() if held else None

    writes = property(lambda self: [self.buffer.write(record) for record in (b"q", b"rst", b"", b"uv", b"wxyz")])
    write0 = property(lambda self: self.buffer.write(b""))
    write3 = property(lambda self: self.buffer.write(b"abc"))
    write6 = property(lambda self: self.buffer.write(b"ABCDEF"))
    readinto = property(lambda self: self._readinto(9))
    _claim0 = property(lambda self: self.buffer.claim(0))
    _claim3 = property(lambda self: self.buffer.claim(3))
    _claim6 = property(lambda self: self.buffer.claim(6))
    _peek = property(lambda self: self.buffer.peek())

    @property
    def _forget(self):
        """A writer lets one record go."""
        self.buffer.free(self.buffer.free() + 1)

    def splits(self, verb):
        if verb.startswith("write"):
            yield ("_claim" + verb[-1],), (verb,)
        if verb.startswith("write") or verb == "claim":
            dropped = self.buffer.dropped
            getattr(self, verb)
            went = self.buffer.dropped - dropped if self.buffer._evict else 0
            yield from ((("_forget",) * n, (verb,)) for n in range(1, went))
        if verb in ("peek", "readinto"):
            yield ("_hold",), (verb,)
            yield ("_peek",), (verb,)
            yield from self.in_vain(verb)
        if verb in ("readinto", "release"):
            yield (verb, "_keep"), ("_let_go",)

    @property
    def claim(self):
        view = self.buffer.claim(3)
        return None if view is None else len(view)

    @property
    def commit(self):
        if self.buffer._claimed:
            self.buffer.commit(0)

    @property
    def claim_commit(self):
        view = self.buffer.claim(5)
        if view is None:
            return None
        view[:4] = b"wxyz"
        self.buffer.commit(4)

    @property
    def peek(self):
        self.shown = self.buffer.peek()

    @property
    def release(self):
        if self.buffer._peeked:
            seen = bytes(self.shown)
            self.buffer.release()
            return seen

    @property
    def peek_release(self):
        shown = self.buffer.peek()
        if shown is None:
            return None
        seen = bytes(shown)
        self.buffer.release()
        return seen, self.buffer.any()

    def _readinto(self, n):
        into = bytearray(n)
        length = self.buffer.readinto(into)
        return None if length is None else bytes(into[:length])

    def state(self):
        buffer = self.buffer
        held = bytes(self.shown) if buffer._peeked and self.shown is not None else None
        told = buffer.any(), buffer.dropped
        return held, told, [self._readinto(9) for _ in range(buffer.any() + 1)], buffer.free()


class ChunkSide(Side):
    producer = ("put", "puts", "claim", "commit", "claim_commit", "commit_claim", "flush", "miss")
    consumer = ("peek", "release", "peek_release", "release_peek", "any")

    def __init__(self, count, full, start, used, held=False):
        self.buffer = ChunkQueue(count, 4, headroom=2, full=full)
        words = self.buffer._words
        words[WRITE] = words[READ] = start
        for k in range(used):
            self.buffer.claim()[:] = bytes([k] * 4)
            self.buffer.commit(k % 5)
        if used < count:
            self.buffer.put(300)
        self.shown = self.buffer.peek() if held else None

    _hold = property(lambda self: self._peek_is(1))
    _keep = _hold
    _let_go = property(lambda self: self._peek_is(0))

    def _peek_is(self, held):
        self.buffer._words[PEEKED] = held

    put = property(lambda self: self.buffer.put(0x6261))
    puts = property(lambda self: [self.buffer.put(value) for value in range(300, 311)])
    flush = property(lambda self: self.buffer.flush())
    miss = property(lambda self: self.buffer.miss())

    @property
    def claim(self):
        view = self.buffer.claim()
        if view is not None:
            view[:] = b"CLAI"
        return view is not None

    @property
    def commit(self):
        if self.buffer._words[CLAIMED]:
            self.buffer.commit(2)

    @property
    def claim_commit(self):
        if self.claim:
            self.buffer.commit(4)

    @property
    def commit_claim(self):
        if self.buffer._words[CLAIMED]:
            return self.buffer.commit_claim(3) is None

    @property
    def peek(self):
        self.shown = self.buffer.peek()

    def _seen(self, chunk):
        return chunk and (bytes(chunk.view), chunk.seq, chunk.ticks, chunk.headroom)

    @property
    def release(self):
        if self.buffer._words[PEEKED]:
            seen = self._seen(self.shown)
            self.buffer.release()
            return seen

    @property
    def peek_release(self):
        self.shown = self.buffer.peek()
        return self.release

    @property
    def release_peek(self):
        if self.buffer._words[PEEKED]:
            self.shown = self.buffer.release_peek()

    @property
    def _room(self):
        self.buffer.free(1)

    @property
    def _commit(self):
        if self.buffer._words[CLAIMED]:
            self.buffer.commit(3)
            self.committed = True

    @property
    def then_claim(self):
        if self.committed:
            return self.buffer.claim() is None

    @property
    def _release(self):
        if self.buffer._words[PEEKED]:
            self.buffer.release()
            self.released = True

    @property
    def then_peek(self):
        if self.released:
            self.shown = self.buffer.peek()

    committed = released = False

    def splits(self, verb):
        if verb in ("claim", "put"):
            yield ("_room",), (verb,)
        elif verb == "commit_claim":
            yield ("_commit",), (("commit_claim", attrgetter("then_claim")),)
            yield ("_commit", "_room"), (("commit_claim", attrgetter("then_claim")),)
        elif verb == "peek":
            yield ("_hold",), ("_let_go", verb)
            yield from self.in_vain(verb)
        elif verb == "release":
            yield (verb, "_keep"), ("_let_go",)
        elif verb == "release_peek":
            yield ("_release",), (("release_peek", attrgetter("then_peek")),)
            if self.buffer.any() == 1:
                yield ("_release", "_hold"), ("_let_go", ("release_peek", attrgetter("nothing")))
            yield ("_release", "_keep"), ("_let_go", ("release_peek", attrgetter("then_peek")))
            yield ("_release", "_hold"), ("_let_go", ("release_peek", attrgetter("then_peek")))

    def state(self):
        buffer = self.buffer
        held = self._seen(self.shown) if buffer._words[PEEKED] else None
        words = buffer._words
        told = buffer.any(), buffer.free(), buffer.dropped, words[NEXT_SEQ], words[FILLED], words[MISSED]
        return held, told, [self.peek_release for _ in range(buffer.any() + 1)]
