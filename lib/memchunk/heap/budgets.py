"""What the guards need less often: budgets, and decorators."""

import gc

from memchunk.heap import heap_lock, heap_unlock

try:
    from gc import mem_alloc
except ImportError:
    from memchunk.heap._cpython import mem_alloc

_NONE = ()  # an argument that was not given


class MemoryBudgetError(MemoryError):
    """A block used more memory than its budget; says which, how much it used, and how much is allowed.

    A MemoryError, so that whoever handles what `no_alloc` raises handles this as well.
    """


class budget:
    """What `budget` gives."""

    def __init__(self, size, name):
        if size < 0:
            raise ValueError("size: negative")
        self.size, self.name, self.used = size, name, 0
        self._before: list = []  # in the block: whether the collector was on, and what was in use

    def __enter__(self):
        if self._before:
            raise RuntimeError("a budget within itself")
        self._before = before = [gc.isenabled(), 0]
        gc.collect()  # room for what can't be collected in the block
        gc.disable()
        before[1] = mem_alloc()
        return self

    def __exit__(self, type, value, traceback):
        self.used = used = mem_alloc() - self._before[1]
        if self._before[0]:
            gc.enable()
        self._before = []
        if used > self.size and (type is None or issubclass(type, MemoryError)):
            raise MemoryBudgetError("%s: used %d bytes, allowed %d" % (self.name, used, self.size))

    def __call__(self, fn):
        size, name = self.size, getattr(fn, "__name__", self.name)

        def bounded(*args, **named):
            with budget(size, name):  # one a call: functions call themselves
                return fn(*args, **named)

        return bounded


def locked(fn):
    """`fn` under the heap's lock. Allocates: a closure. IRQ-safe: no."""

    def call(a=_NONE, b=_NONE, c=_NONE):
        # Not `*args`, which are unpacked onto the heap; not `with`, for which the frame would be too large.
        heap_lock()
        try:
            a = fn() if a is _NONE else fn(a) if b is _NONE else fn(a, b) if c is _NONE else fn(a, b, c)
        finally:
            heap_unlock()
        return a

    return call
