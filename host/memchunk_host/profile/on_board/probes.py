"""The probes' side on the interpreter: which line is being run, and how the heap grew since the last probe.

    install("_memchunk", 40, (12, -14), True, False, -1)   # 40 lines; probes without argument for lines 12 and 14
    ... the instrumented script ...
    table(print)

    used ──line──▶ used, collect ──▶ less ──line──▶ …      allocated: the first step; increment: both together

A probe reads the heap, adds what came to the line that was current, and collects the garbage, so that nothing of
what follows is the collector's: it is held back for as long as the script runs. Nothing here allocates after
`install`. `stack_use` tells the frames apart: deeper is a call, less deep means that calls have ended, by whatever way.
"""

# mypy: ignore-errors

import builtins
import gc
import io
import micropython
import sys
import time

_used, _free, _collect, _depth = gc.mem_alloc, gc.mem_free, gc.collect, micropython.stack_use
_RESERVE = 6144  # bytes kept for the end, which a script may reach with the heap full
_FRAMES = 100  # calls inside of each other whose lines are told apart
busy = True  # nothing to be counted, or a probe is at it
over = False
line = top = last = first = peak = freed = limit = began = 0
bound = -1  # print a map of the heap once it has grown by more, and in the end; negative: none
less = 0  # how much deeper than in `at` the stack is in `leave`, in bytes
below = 0  # the same for the `leave` that `take` calls
status, code = 0, None  # 0 runs, 1 ended, 2 raised, 3 asked to exit with `code`
hidden = 0  # garbage that is collected by now, and would not be without the probes
patience = 0  # milliseconds that the script may run, where the probes are to stop it
stopping = False  # they have just done so: the exception is not the script's
at_end = None  # called once all is counted, where there is no asking later
_to_be = reserve = asked = None
hits = []  # by line; 0 is before the first, and those behind the last count calls
used = []
kept = []
depths = [0] * _FRAMES
lines = [0] * _FRAMES


def install(prefix, count, marks, increments, proxy, most):
    """Make room for `count` lines, and the probes builtins: `marks` are lines with probes that take no argument."""
    global hits, used, kept, limit, less, below, bound, reserve, _to_be
    bound = most
    reserve = bytearray(_RESERVE)
    hits, used = [0] * (count + 1), [0] * (count + 1)
    kept = [0] * (count + 1) if increments else None
    limit = (gc.mem_free() + gc.mem_alloc()) // 2
    at(0)
    direct = depths[0]
    leave()
    less = depths[0] - direct
    take()
    below = depths[0] - direct - less
    _mark(0, 0)()
    deeper = depths[0] - direct
    for one in marks:
        setattr(builtins, prefix + ("_at" if one > 0 else "_on") + str(abs(one)), _mark(one, deeper))
    for name, function in (("_at", at), ("_leave", leave), ("_begin", begin), ("_end", end), ("_exit", exit)):
        setattr(builtins, prefix + name, function)
    for name, one in (("_take", take), ("_hold", hold), ("_table", table)):
        setattr(builtins, prefix + name, one)
    _to_be = _Gc() if proxy else None


def _mark(number, deeper):
    return lambda: at(number, deeper)


def at(number, deeper=0):
    """Line `number` begins, or goes on if that is negative."""
    global line, top, busy
    if busy:
        depths[0] = _depth()
        return
    busy = True
    _account()
    depth = _depth() - deeper
    frame = top
    while depths[frame] > depth:
        frame -= 1
    if depths[frame] < depth and frame < _FRAMES - 1:
        frame += 1
        depths[frame] = depth
    if number < 0:
        number = -number
    else:
        hits[number] += 1
    lines[frame] = line = number
    top = frame
    busy = False
    if patience and time.ticks_diff(time.ticks_ms(), began) >= patience:
        _stop()


def _stop():
    """Time is up. Told here and not by a signal, which may come in the middle of a collection and spoil the heap."""
    global patience, stopping
    patience = 0
    stopping = True
    raise KeyboardInterrupt


class _Hold:
    pass


hold = _Hold()
hold.value = None


def take():
    """What a generator has put into `hold` and gives away now."""
    value = hold.value
    hold.value = None
    return leave(value, below)


def leave(value=None, deeper=0):
    """The function ends, or a generator yields: the caller's line goes on. Returns `value`."""
    global line, top, busy
    if busy:
        depths[0] = _depth()
        return value
    busy = True
    _account()
    depth = _depth() - less - deeper
    frame = top
    while frame and depths[frame] >= depth:
        frame -= 1
    line = lines[frame]
    top = frame
    busy = False
    return value


def _account():
    global last, peak, freed, first, hidden, stopping
    now = _used()
    if stopping:
        stopping = False
        first += now - last
        peak += now - last
        last = now
    used[line] += now - last
    if now > peak:
        if now - first > bound >= 0 and line and peak - first <= bound:
            _map(line)
        peak = now
    if kept is not None or now > limit:
        _collect()
        after = _used()
        freed += now - after
        hidden += now - after
        if _wish and after + hidden > limit * 2:
            hidden = 0
        if kept is not None:
            kept[line] += after - last
        now = after
    last = now
    if not line:  # the first statement is to come: from here on it counts
        first = peak = now
        freed = hidden = used[0] = hits[0] = 0
        if kept is not None:
            kept[0] = 0


def begin():
    """The script begins."""
    global last, busy, began
    began = time.ticks_ms()
    if _to_be:
        sys.modules["gc"] = _to_be
    gc.disable()
    _collect()
    depths[0] = 0
    last = _used()
    busy = False


def end(whole=False):
    """The script has ended, `whole` or by an exception; nothing is counted any more."""
    global busy, over, status, reserve
    if over:
        return
    busy = over = True  # also if Ctrl-C came while a probe was at it
    micropython.heap_lock()
    while micropython.heap_unlock():
        pass
    _account()
    status = 1 if whole else 2
    reserve = None  # counted no more
    _collect()
    gc.enable()
    if _to_be:
        del sys.modules["gc"]
    if bound >= 0:
        _map(0)
    if at_end:
        at_end()


def _map(number):
    print("\x1eMEMCHUNK-HEAP", time.ticks_diff(time.ticks_ms(), began), number)
    micropython.mem_info(1)
    print("\x1eMEMCHUNK-HEAP-END")


def exit(error):
    """It has ended by SystemExit, which a board's REPL would take for a wish to be reset."""
    global status, code, asked
    status, code, asked = 3, error.args[0] if error.args else None, error
    if at_end:
        at_end()
        raise error


def table(write):
    """Tell all: totals, the lines of which there is something to tell, and from where the script asked to exit."""
    write(f"MEMCHUNK-PROFILE {first} {last} {peak} {freed} {line} {status} {code!r}")
    for number in range(len(hits)):
        if hits[number] or used[number] or kept and kept[number]:
            write(f"{number} {hits[number]} {used[number]} {kept[number] if kept else 0}")
    if asked:
        trace = io.StringIO()
        sys.print_exception(asked, trace)
        write(trace.getvalue())


class _Gc:
    """What the script gets for `gc`: its collections are told from what it allocates, and the probes' own it does not
    see; all else is as before."""

    def __init__(self):
        self.__name__ = "gc"
        self.mem_alloc, self.mem_free = _taken, _left
        self.collect, self.threshold = _asked, gc.threshold  # which does nothing while `gc` is disabled
        self.enable, self.disable, self.isenabled = _enable, _disable, _isenabled


_wish = True


def _taken():
    return _used() + hidden


def _left():
    return _free() - hidden


def _enable():
    global _wish
    _wish = True


def _disable():
    global _wish
    _wish = False


def _isenabled():
    return _wish


def _asked():
    global last, peak, freed, busy, hidden
    hidden = 0
    if busy:
        return _collect()
    busy = True
    now = _used()
    used[line] += now - last
    if now > peak:
        peak = now
    count = _collect()
    after = _used()
    freed += now - after
    if kept is not None:
        kept[line] += after - last
    last = after
    busy = False
    return count
