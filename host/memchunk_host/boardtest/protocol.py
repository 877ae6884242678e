"""What a board says while it runs tests, taken apart as it comes.

    MEMCHUNK-IMPORTED                   the module is in; its tests follow
    ok test_wrap
    skip test_irq: no timer
    FAIL test_full                      its traceback follows
    MEMCHUNK-CAPTURE: imu               then frames as they are, up to 00 00: an empty frame, which nobody sends
    MEMCHUNK-COUNT: 11 passed, 1 failed, 1 skipped
    MEMCHUNK-RESULT: FAIL 1
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

_END_OF_CAPTURE = b"\0\0"
_RAW_REPL = "\x04>"  # its marks of the end of the output, of the traceback, and its prompt


@dataclass
class Outcome:
    """What came of one test."""

    name: str
    verdict: str
    """ok, skip or FAIL"""
    text: str = ""
    """Why it was skipped, or how it failed."""
    seconds: float = 0.0


class Transcript:
    """What came so far: `feed` it bytes, and it tells `say` of each outcome that is complete."""

    def __init__(self, say: Callable[[Outcome], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.outcomes: list[Outcome] = []
        self.captures: list[tuple[str, bytes]] = []
        self.other: list[str] = []  # lines of no test: a traceback from outside of one
        self.imported = self.ended = False
        self.heard = clock()  # of a test, last
        self._say, self._clock = say, clock
        self._failing: Outcome | None = None  # its traceback may go on
        self._waiting = bytearray()
        self._capture: str | None = None

    def feed(self, data: bytes) -> None:
        """Take in what came next."""
        self._waiting += data
        while self._take():
            pass

    def close(self) -> None:
        """Nothing more will come."""
        if self._waiting and self._capture is None:
            self._line(self._waiting.decode("utf-8", "replace"))
        self._tell()

    @property
    def stopped(self) -> bool:
        """Whether the raw REPL has its prompt back."""
        return self._capture is None and self._waiting.endswith(_RAW_REPL.encode())

    def _take(self) -> bool:
        mark = b"\n" if self._capture is None else _END_OF_CAPTURE
        part, found, rest = bytes(self._waiting).partition(mark)
        if not found:
            return False
        self._waiting[:] = rest
        if self._capture is None:
            self._line(part.lstrip(b"\0").decode("utf-8", "replace").rstrip("\r"))
        else:
            self.captures.append((self._capture, part + b"\0" if part else b""))
            self._capture = None
        return True

    def _line(self, line: str) -> None:
        test = re.fullmatch(r"(ok|FAIL) (\w+)|(skip) (\w+): ?(.*)", line)
        if test:
            self._outcome(test[2] or test[4], test[1] or test[3], test[5] or "")
        elif line.startswith("MEMCHUNK-"):
            self._mark(*line[len("MEMCHUNK-") :].partition(": "))
        elif self._failing:
            self._failing.text += line + "\n"
        elif line.strip(_RAW_REPL):
            self.other.append(line.strip(_RAW_REPL))

    def _outcome(self, name: str, verdict: str, text: str) -> None:
        self._tell()
        now = self._clock()
        outcome = Outcome(name, verdict, text, now - self.heard)
        self.heard = now
        self.outcomes.append(outcome)
        self._failing = outcome
        if verdict != "FAIL":
            self._tell()

    def _mark(self, kind: str, _: str, value: str) -> None:
        self._tell()
        self.imported |= kind == "IMPORTED"
        self.ended |= kind == "RESULT"
        if kind == "CAPTURE":
            self._capture = value

    def _tell(self) -> None:
        if self._failing:
            self._say(self._failing)
        self._failing = None
