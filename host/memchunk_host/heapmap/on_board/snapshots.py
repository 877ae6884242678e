"""Prints the heap's map while a script runs: the probes of memchunk_host.profile, looking at the clock.

    install("_memchunk", (12, -14), 500)     # every 500 ms, the first at once; the tuple as for the other probes

    \\x1eMEMCHUNK-HEAP 1500 12               milliseconds since the script began, and its line
    GC: total: 192064, used: ...             micropython.mem_info(1)
    \\x1eMEMCHUNK-HEAP-END
"""

# mypy: ignore-errors

import builtins
import micropython
from builtins import KeyboardInterrupt, abs, open, print  # noqa: F401, UP029 - kept from a script with its own; `open` is for at_end()
from micropython import heap_lock, heap_unlock, mem_info
from time import ticks_add, ticks_diff, ticks_ms

alloc_traceback = getattr(micropython, "alloc_emergency_exception_buf", None)  # not where it is there from the start
_RESERVE, _TRACEBACK = 512, 256  # words; bytes for the traceback of a full heap
at_end = None
began = due = every = 0
patience = 0  # milliseconds that the script may run, where this is to stop it
over = False
status, code = 0, None  # 0 runs, 1 ended, 2 raised, 3 asked to exit with `code`


class _Hold:
    pass


hold = _Hold()
hold.value = None


reserve = []  # heap for the end, where the script has filled all


def install(prefix, marks, period):
    """Make the probes builtins; a snapshot each `period` ms, and one in the end. For 0 that is the only one."""
    global every, reserve
    every = period
    reserve = [None] * _RESERVE
    if alloc_traceback:
        alloc_traceback(_TRACEBACK)
    for one in marks:
        setattr(builtins, prefix + ("_at" if one > 0 else "_on") + str(abs(one)), _mark(one))
    for name, function in (("_at", at), ("_leave", leave), ("_take", take), ("_hold", hold)):
        setattr(builtins, prefix + name, function)
    for name, function in (("_begin", begin), ("_end", end), ("_exit", exit), ("_table", table)):
        setattr(builtins, prefix + name, function)


def _mark(number):
    return lambda: at(number)


def begin():
    """The script begins."""
    global began, due
    began = ticks_ms()
    due = began


def at(number):
    """Line `number` begins."""
    global due
    if every and not over and ticks_diff(ticks_ms(), due) >= 0:
        _snapshot(number)
        due = ticks_add(ticks_ms(), every)
    if patience and not over and ticks_diff(ticks_ms(), began) >= patience:
        _stop()


def _stop():
    """Time is up. Told here and not by a signal, which may come in the middle of a collection and spoil the heap."""
    global patience
    patience = 0
    raise KeyboardInterrupt


def leave(value=None):
    """Returns `value`."""
    return value


def take():
    """What a generator has put into `hold`."""
    value = hold.value
    hold.value = None
    return value


def end(whole=False):
    """The script has ended, `whole` or by an exception: the last snapshot."""
    global over, status
    if not over:
        over = True
        status = 1 if whole else 2
        heap_lock()
        while heap_unlock():  # as often as the script locked it
            pass
        _snapshot(0)
        reserve.clear()  # frees it at once, without a collection
        if at_end:
            at_end()


def exit(error):
    """It has ended by SystemExit, which a board's REPL would take for a wish to be reset."""
    global status, code
    status, code = 3, error.args[0] if error.args else None
    if at_end:
        at_end()
        raise error


def _snapshot(number):
    print("\x1eMEMCHUNK-HEAP", ticks_diff(ticks_ms(), began), abs(number))
    mem_info(1)
    print("\x1eMEMCHUNK-HEAP-END")


def table(write):
    """Tell how it ended; all else has been told."""
    write(f"MEMCHUNK-HEAP {status} {code!r}")
