"""A verb interrupted once, at any of its bytecodes, as a hard IRQ would.

    with Interrupts() as irq:
        result = irq.during(ring.get, handler, at=7)     # handler() runs before the 7th of them
        irq.happened                                     # False: the verb has fewer

Bytecodes that touch nothing but the verb's own locals and stack are passed over: an interrupt there is one
before the next that does. What the library runs with interrupts held off is interrupted after it.
"""

from __future__ import annotations

import dis
import sys
from functools import cache
from pathlib import Path

import memchunk
from memchunk.buffers import evict

_PRIVATE = ("LOAD_FAST", "STORE_FAST", "LOAD_CONST", "LOAD_SMALL_INT", "LOAD_GLOBAL", "RESUME", "CACHE", "PRECALL")
_PRIVATE += ("PUSH_NULL", "KW_NAMES", "POP_", "COPY", "SWAP", "NOP", "NOT_TAKEN", "JUMP", "COMPARE_OP", "IS_OP")
_PRIVATE += ("TO_BOOL", "UNARY", "EXTENDED_ARG", "LOAD_DEREF", "COPY_FREE_VARS")
_PASSED = frozenset(code for name, code in dis.opmap.items() if name.startswith(_PRIVATE))
_LIBRARY = str(Path(memchunk.__file__).parent)


@cache
def _bytecode(code):
    return code.co_code  # which Python makes anew each time


class Interrupts:
    def __enter__(self):
        self._kept = evict.lock, evict.unlock
        evict.lock, evict.unlock = self._lock, self._unlock
        self._held_off = False
        return self

    def __exit__(self, *_):
        evict.lock, evict.unlock = self._kept

    def _lock(self):
        assert not self._held_off
        self._held_off = True
        return "state"

    def _unlock(self, state):
        assert self._held_off and state == "state"
        self._held_off = False

    def during(self, verb, handler, at):
        """The result of `verb()`, with `handler()` run before its bytecode number `at`."""
        self.happened = False
        self._left = at
        self._handler = handler
        outer = sys.gettrace()
        sys.settrace(self._trace)
        try:
            return verb()
        finally:
            sys.settrace(outer)

    def _trace(self, frame, event, arg):
        if not frame.f_code.co_filename.startswith(_LIBRARY):
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return self._step

    def _step(self, frame, event, arg):
        if event == "opcode" and _bytecode(frame.f_code)[frame.f_lasti] not in _PASSED:
            self._left -= 1
            if self._left <= 0 and not self.happened and not self._held_off:
                self.happened = True
                self._handler()  # nothing is traced in here
                frame.f_trace_opcodes = False  # nor what comes after it
                sys.settrace(None)
        return self._step
