"""Run test modules on a device, one line a test; the last line is the verdict.

    micropython -m run test_ring test_view

    ok test_wrap                        every test_* function of a module, sorted by name
    skip test_irq: no interrupts        raised skip.Skip
    FAIL test_full                      anything else raised; its traceback follows
    MEMCHUNK-COUNT: 11 passed, 1 failed, 1 skipped
    MEMCHUNK-RESULT: FAIL 1             or PASS 11: read this, not the exit status
"""

import gc
import micropython
import sys

from skip import Skip

_passed = _failed = _skipped = 0
_waiting = []  # modules not begun, then (module, name) of its tests


def begin(modules):
    """Queue test modules by name; `step()` until it says False."""
    _waiting[:] = modules


def step():
    """Import the next module or run the next test. False when nothing is left, after the verdict.

    One call a step, so that a port that collects only between calls from outside (WebAssembly) can.
    """
    gc.enable()  # whatever the test before did
    gc.collect()
    if not _waiting:
        _verdict()
        return False
    work = _waiting.pop(0)
    if isinstance(work, str):
        _import(work)
    else:
        _test(work[0], work[1])
    return True


def _import(name):
    global _failed
    try:
        module = __import__(name)
        names = sorted(n for n in dir(module) if n.startswith("test_") and callable(getattr(module, n)))
        if not names:
            raise ValueError("no tests in " + name)
        _waiting[:0] = [(module, n) for n in names]
    except Exception as e:
        _failed += 1
        print("FAIL", name)
        sys.print_exception(e)


def _test(module, name):
    global _passed, _failed, _skipped
    try:
        getattr(module, name)()
        left_locked = _unlock()
        assert not left_locked, "the test left the heap locked"
        _passed += 1
        print("ok", name)
    except Skip as e:
        _unlock()
        _skipped += 1
        print("skip " + name + ":", e)
    except Exception as e:
        _unlock()  # or there is no room for the traceback
        _failed += 1
        print("FAIL", name)
        sys.print_exception(e)


def _unlock():
    """Take off every heap lock a test left; returns how many."""
    micropython.heap_lock()
    depth = count = micropython.heap_unlock()
    while depth:
        depth = micropython.heap_unlock()
    return count


def _verdict():
    print("MEMCHUNK-COUNT: %d passed, %d failed, %d skipped" % (_passed, _failed, _skipped))
    print("MEMCHUNK-RESULT:", "FAIL %d" % _failed if _failed else "PASS %d" % _passed)


if __name__ == "__main__":
    begin(sys.argv[1:])
    while step():
        pass
