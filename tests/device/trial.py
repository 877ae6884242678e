"""Runs a kernel in use and the plain one on the same memory: equal results, and nothing written beside.

    trial = Trial(seed)
    result, out = trial.between("link", "stuff", data, room, SRC, [len(data)], DST)
    assert trial.mark == 50114        # what CPython came to: holds a plain kernel that is alone, too

    memory   [ guard | src | gap | dst | gap | guard ]     in one piece, at any offset
"""

from helpers import Guarded, Random

from memchunk import kernels
from oracle import plain

LENGTHS = tuple(range(0, 18)) + (64, 253, 254, 255, 256, 507, 508, 509, 510)
ROWS = (0, 1, 2, 3, 7, 8, 9, 10, 16, 17, 18, 25)
GAP = 5


class Trial:
    """Runs kernels on the same random memory and folds what came of it into `mark`."""

    def __init__(self, seed, align=1):
        self.random = Random(seed)
        self.align = align
        self.mark = 0

    def run(self, subject, name, memory, args, written=(0, 0)):
        """Call kernel `name` in both forms; (start, stop) among `args` is that part of `memory`.

        Returns the result and the memory after it; only the part `written` may have changed.
        """
        outcomes = []
        for form in (getattr(kernels, subject), plain(subject)):
            place = Guarded(len(memory), at=self.random.below(16) * self.align)
            place.view[:] = memory
            given = [place.view[a[0] : a[1]] if isinstance(a, tuple) else a for a in args]
            outcomes.append((getattr(form, name)(*given) or 0, bytes(place.view)))
            assert place.intact(), name + " wrote outside of its memory"
        assert outcomes[0] == outcomes[1], (name, args)
        result, after = outcomes[0]
        start, stop = written
        assert after[:start] == memory[:start] and after[stop:] == memory[stop:], (name, args)
        self._fold(after[start:stop])
        return result, after

    def between(self, subject, name, data, room, *args):
        """Run from a buffer that is just `data` into one of just `room` bytes; returns result and output."""
        n = len(data)
        memory = self.random.bytes(n + GAP + n % 2 + 1 + room + GAP)  # + 1: GAP and it keep dst aligned
        memory[:n] = data
        start = n + n % 2 + GAP + 1
        given = (0, n), (start, start + room)
        args = [given[a] if a in (0, 1) else a[0] for a in args]
        result, after = self.run(subject, name, memory, args, (start, start + room))
        return result, after[start : start + room]

    def _fold(self, data):
        mark = self.mark
        for byte in data:
            mark = (mark * 31 + byte) % 65521
        self.mark = mark


SRC, DST = 0, 1  # places among the arguments of `between`
