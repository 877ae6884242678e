"""profile: what each function costs, in calls, bytes, time, and what the heap holds more after it.

    @profile
    def pack(chunk): ...

    profile.report()                    # a line a function, the largest first; profile.rows has the figures

For the figures the heap is collected and counted before and after each call, some 50 ms on a Pico, which is left out
of them. The collector may run in a call as it likes, so a profile changes nothing but the time; what it frees there
is missing in `allocated`.
"""

import gc

from memchunk.port import ticks_diff, ticks_us

try:
    from gc import mem_alloc

    live = mem_alloc
except ImportError:
    from memchunk.heap._cpython import live, mem_alloc

_HEAD = "%-24s %8s %10s %10s %10s" % ("function", "calls", "allocated", "increment", "ms")
_LINE = "%-24s %8d %10d %10d %10.1f"


class Row:
    """One function: `calls`, of which `errors` raised, and of all of them the sums, of what they called included:
    `allocated` bytes with the garbage, `increment` bytes that the heap holds more after a collection, results
    included, and `us`. Of calls within calls of the same function only the outermost count to the sums.
    """

    def __init__(self, name):
        self.name = name
        self.inside = 0  # calls that have not ended
        self.clear()

    def clear(self):
        self.calls = self.errors = self.allocated = self.increment = self.us = 0


class _Profile:
    """`profile`, a decorator; `rows` are of its functions, in the order of decoration.

    Profiled functions may call each other and themselves, and raise. Raises TypeError for a generator or coroutine
    function, whose call does nothing yet: profile what it calls. On CPython `allocated` is the most that was held.
    On WebAssembly nothing is collected in time: `increment` has the garbage, too. A call may take up to 8 minutes.

    Allocates: a closure and a row; a few objects a call, which are left out as far as they can be.
    IRQ-safe: no.
    """

    def __init__(self):
        self.rows: list = []
        self._freed = 0  # bytes by which `mem_alloc` fell for our sake
        self._lost = 0  # us that were ours
        self._own = self._ours = self._kept = 0
        call = self(_nothing)
        call()
        before = mem_alloc() + self._freed
        call()
        self._own = mem_alloc() + self._freed - before  # bytes that a profiled call takes beside the function's
        row = self.rows.pop()
        row.clear()
        call()
        self._ours, self._kept = row.allocated, row.increment  # of that, what falls to the function itself

    def __call__(self, fn):
        if _later(fn):
            raise TypeError("profile: %s is a generator" % _name(fn))
        row = Row(_name(fn))
        self.rows.append(row)

        def profiled(*args, **named):
            start = self._begin(row)
            failed = 1
            try:
                result = fn(*args, **named)
                failed = 0
            finally:
                self._end(row, failed, start)
            if type(fn) is _CLOSURE is not type(_nothing) and type(result) is _GENERATOR:
                raise TypeError("profile: %s is a generator" % row.name)
            return result

        return profiled

    def _begin(self, row):
        row.inside += 1
        began = ticks_us()
        held = self._collect()
        allocated, us = mem_alloc() + self._freed, ticks_us()
        self._lost += ticks_diff(us, began)
        return held, allocated, us, self._lost

    def _end(self, row, failed, start):
        ended = ticks_us()
        held, allocated, us, lost = start
        row.inside -= 1
        row.calls += 1
        row.errors += failed
        if not row.inside:
            row.us += ticks_diff(ended, us) - (self._lost - lost)
            row.allocated += mem_alloc() + self._freed - allocated - self._ours
            row.increment += self._collect() - held - self._kept
        self._freed -= self._own
        self._lost += ticks_diff(ticks_us(), ended)

    def _collect(self):
        """Bytes alive."""
        before = mem_alloc()
        gc.collect()
        after = mem_alloc()
        self._freed += before - after
        return after if live is mem_alloc else live()

    def clear(self):
        """Set all rows to zero."""
        for row in self.rows:
            row.clear()

    def report(self, to=print):
        """Give a table to `to`, line by line: to `print` it, or `lines.append` to keep it."""
        to(_HEAD)
        for row in sorted(self.rows, key=lambda row: -row.allocated):
            to(_LINE % (row.name, row.calls, row.allocated, row.increment, row.us / 1000))


def _nothing():
    pass


def _counts():
    yield


def _name(fn):
    return getattr(fn, "__name__", "?")


def _later(fn):
    """Whether a call of `fn` gives a generator or coroutine, as far as can be told before."""
    code = getattr(fn, "__code__", None)
    flags = getattr(code, "co_flags", 0) & 0x2A0  # generator, coroutine, both (CPython's inspect.CO_*)
    return bool(flags) or type(fn) is type(_counts) is not type(_nothing)


_GENERATOR = type(_counts())
_CLOSURE = type((lambda n: lambda: n)(0))  # MicroPython's hides what it closes over

profile = _Profile()
