"""Kernels in every form that this board has, held to what the PC recorded of the plain one.

    agree("varint")

    memory   [ guard | memory of the call | guard ]     in one piece, at any place in a word

`memchunk_host.boardtest.kernel_calls` records the calls of tests/device/test_kernels*.py, which are the long form.
"""

import gc
import sys

from skip import Skip

# A package for Arm leaves out the viper form of what it has in Thumb code: the tests bring it along.
_PLACES = ("viper_kernels.", "memchunk.kernels.viper.", "memchunk.kernels.thumb.")
_GUARD = b"\xa5\x5a\xc3\x3c\x96\x69\x0f\xf0" * 4
_LEAD = 16  # bytes of it at least


def forms(subject):
    """The modules of `subject` that load here, apart from plain, the best one last."""
    found = []
    for place in _PLACES:
        try:
            found.append(__import__(place + subject, None, None, ("*",)))
        except (ImportError, SyntaxError):
            pass
    if not found:
        raise Skip("only plain kernels here")
    return found


def agree(subject):
    """Call the kernels of `subject` in every form: results and memory as recorded, and nothing written beside."""
    place = "kernel_calls." + subject
    calls = __import__(place, None, None, ("*",)).CALLS
    del sys.modules[place]  # one subject after the other has room
    assert calls
    for form in forms(subject):
        for turn in range(len(calls)):
            _try(form, turn, *calls[turn])
    gc.collect()


def _try(form, turn, name, align, memory, args, start, written, result):
    lead = _GUARD[: _LEAD + (turn & 3) * align]
    at, stop = len(lead), start + len(written)
    held = bytearray(lead + memory + _GUARD)
    view = memoryview(held)
    given = [_part(view, at, each) for each in args]
    found = getattr(form, name)(*given) or 0
    told = form.__name__, name, turn & 3, memory, args
    assert found == result, (told, found, result)
    assert held == lead + memory[:start] + written + memory[stop:] + _GUARD, (told, bytes(held[at:]), written)


def _part(view, at, arg):
    """An argument anew: a number, memory of its own, or a part of `view`, which nothing is written to if empty."""
    if isinstance(arg, int):
        return arg
    if isinstance(arg, bytes):
        return bytearray(arg)
    return view[at + arg[0] : at + arg[1]] if arg[0] < arg[1] else bytearray()
