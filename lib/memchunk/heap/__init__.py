"""See and bound the heap. Here are the guards; inspector, profiler, census and idle collection load when asked for.

    with no_alloc:
        ring.write(sample)              # MemoryError at the line that allocates
    with budget(2048, "report"):
        publish(report())               # MemoryBudgetError: report: used 2304 bytes, allowed 2048
    assert steady(ring.claim) == 0      # bytes a call; and leaks(publish), bytes a call that are never given back
    print(heap.inspect())

no_alloc and budget decorate functions as well, and nest in each other. All leave heap and collector as they found
them. The guards stand here and not in a module of their own, which would be a third of what they cost.
"""

from memchunk import once

try:
    import micropython
    from micropython import heap_lock, heap_unlock
except ImportError:
    from memchunk.heap._cpython import heap_lock, heap_unlock
else:
    # Room for the traceback of an error on the locked heap, unless there is some.
    error: "MemoryError | None" = None  # the name is there, then: to make one asks for heap
    heap_lock()
    try:
        bytearray(1)
    except MemoryError as error:  # noqa: F811
        heap_unlock()
        if not error.args:  # 100: two lines and the message (py/objexcept.c). WebAssembly has no such function.
            [getattr(micropython, name)(100) for name in dir(micropython) if name.endswith("emergency_exception_buf")]

_PROOFS = "memchunk.heap.proofs"


class no_alloc:
    """Under it, whatever asks for heap raises MemoryError, there and then.

    `with no_alloc:`, or `with no_alloc():`, or `@no_alloc` before a function of up to three positional arguments,
    `self` among them. It nests. The traceback has the two innermost lines, here and of the block's other errors,
    which pass.

    Two things slip past the heap's lock, and `steady` sees both: a function with ten or more locals and arguments
    takes its frame from the heap, or from the C stack while it is locked; and an error that is made and caught
    uses a spare one. Code that catches MemoryError itself hides what it did. A port without an emergency
    exception buffer (WebAssembly) raises without the lines. CPython makes objects all the time: there the error
    comes at the end of the block, if that held more than a kilobyte at once.

    Allocates: 0 B, and takes 15 us on a Pico, or 27 with the brackets; as a decorator a closure, and a frame of
    80 B a call, which it gives back. IRQ-safe: yes.
    """

    # Nothing to remember: the lock counts how often it was taken.
    __enter__ = staticmethod(heap_lock)

    @staticmethod
    def __exit__(type, value, traceback):
        heap_unlock()  # its result would swallow an error

    def __call__(self, fn=None):
        if not fn:
            return self
        from memchunk.heap.budgets import locked

        return locked(fn)


no_alloc = no_alloc()  # type: ignore[assignment,misc]
# Its own, and in this order: found 6 us sooner than those of its class.
no_alloc.__exit__, no_alloc.__enter__ = no_alloc.__exit__, no_alloc.__enter__  # type: ignore[assignment]


def budget(size, name="block"):
    """A context manager, or a decorator, that raises MemoryBudgetError if its block used over `size` bytes.

    What it used is what it took from the heap, garbage included: the collector stands still meanwhile, so
    as much has to be free. `used` tells, after the block. `name` is its name in the error; a decorated function
    goes by its own name. A block's own error passes, unless it is a MemoryError from a block over its budget. Not
    counted: what was given back at once (a closed BytesIO, a large frame), and what a `gc.collect()` of the
    block's own freed. On CPython, the most that it held at once.

    Raises ValueError("size") below 0, RuntimeError where a block enters the budget it is in.
    Allocates: an object, an error. Takes a collection and twice a `gc.mem_alloc()`. IRQ-safe: no.
    """
    from memchunk.heap.budgets import budget

    return budget(size, name)


def steady(fn, n=100):
    """Bytes a call that `fn()` allocates, over `n` calls after a first: 0 means that the heap was not touched.

    Seen are what is on the heap after the calls, garbage and all; else what was given back before a call ended,
    such as a frame of ten or more locals, within an eighth. Where the collector can't run within a program
    (WebAssembly) the lock sees the latter, says 1, and misses such frames. On CPython, the most that a call held
    at once, 0 up to a kilobyte.

    Raises ValueError("n") below 1. Errors of `fn` pass; heap and collector are as before. Allocates: yes. IRQ-safe: no.
    """
    return once(_PROOFS).steady(fn, n)


def leaks(fn, n=1000):
    """Bytes a call that `fn()` keeps: what `n` calls leave on the heap after a collection, divided by `n`.

    Some calls go before, to fill what fills only once. Garbage counts nothing. A word that looks like an address
    may keep one dead object alive: a block over `n` is no leak.

    Raises ValueError("n") below 1; RuntimeError on a port whose collector can't run within a program (WebAssembly).
    Errors of `fn` pass.
    Allocates: yes. Takes four collections. IRQ-safe: no.
    """
    return once(_PROOFS).leaks(fn, n)


def __getattr__(name):
    return once("memchunk.heap.names").find(name, globals())
