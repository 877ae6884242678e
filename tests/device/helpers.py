"""What tests on every runtime share.

    error = raises(ValueError, ring.commit, 5); assert "n" in str(error)
    random = Random(7); data = random.bytes(32)
    guarded = Guarded(32, at=3); fill(guarded.view); assert guarded.intact()
    assert garbage(ring.claim) == 0
"""

import sys

MICROPYTHON = sys.implementation.name == "micropython"
_GUARD = 16  # bytes on either side
_PASSES = 100  # of a call whose garbage is measured


def raises(kind, fn, *args):
    """Call; returns the error of `kind` (not a subclass). Fails on any other outcome."""
    try:
        fn(*args)
    except Exception as error:
        assert type(error) is kind, "expected %s, got %r" % (kind.__name__, error)
        return error
    raise AssertionError("expected " + kind.__name__)


def refuses(name, kind, fn, *args):
    """`raises`, with a message that begins by naming an argument."""
    error = raises(kind, fn, *args)
    before_colon = str(error).split(":")[0]
    assert name in before_colon.replace(",", " ").split(" "), "%s is not named: %r" % (name, error)


class Random:
    """Wichmann and Hill's generator (AS 183): the same numbers everywhere, in 30 bits."""

    def __init__(self, seed=1):
        self._x, self._y, self._z = 1 + seed % 30000, 1 + seed // 30000 % 30000, 4711

    def below(self, n):
        """0 to n - 1, n up to 90,000."""
        self._x = x = self._x * 171 % 30269
        self._y = y = self._y * 172 % 30307
        self._z = z = self._z * 170 % 30323
        return (x + y + z) % n

    def bytes(self, n, limit=256):
        """`n` bytes below `limit`, in a bytearray."""
        made = bytearray(n)
        for i in range(n):
            made[i] = self.below(limit)
        return made


class Guarded:
    """`size` bytes in `view` at distance `at` from an aligned address, with guard bytes on both sides."""

    def __init__(self, size, at=0):
        self._start = start = _GUARD + at
        self._buf = bytearray(start + size + _GUARD)
        for i in range(len(self._buf)):
            self._buf[i] = i * 37 + 11 & 0xFF
        self.view = memoryview(self._buf)[start : start + size]

    def intact(self):
        """Whether the bytes around the view are as they were."""
        buf, stop = self._buf, self._start + len(self.view)
        for i in range(len(buf)):
            if not self._start <= i < stop and buf[i] != i * 37 + 11 & 0xFF:
                return False
        return True


def garbage(call, passes=_PASSES):
    """Bytes that `call()` takes from the heap, a call: by memchunk's own proof, `memchunk.heap.steady`."""
    from memchunk.heap import steady

    return steady(call, passes)
