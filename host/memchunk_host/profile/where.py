"""Where an instrumented script runs: MicroPython's unix port, a board, or an emulated Pico.

    where = Unix(heap="4m")
    run = where.run(program, timeout=60, write=sys.stdout.buffer.write)
    run.said          # what table() told, or None: stopped by force
"""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import memchunk
from memchunk_host.console import CommandError
from memchunk_host.interpreter import NoInterpreter, WrongInterpreter, architecture, find
from memchunk_host.profile.budgets import parse_size
from memchunk_host.profile.retrace import Retrace, raised, retraced

_LARGEST = 4 << 30  # bytes of heap
_LONGEST = 1 << 29  # ms that two ticks tell apart, a board's and the unix port's
_LATE, _GRACE = 1, 3  # seconds from when the probes should have stopped it to Ctrl-C, and from there to the end
Write = Callable[[bytes], object]


@dataclass(frozen=True)
class Program:
    """What runs: `text` is the script `name`, a file on the PC; `before(more)` sets up its probes, and runs `more`."""

    name: Path
    before: Callable[[str], str]
    text: str
    lines: Sequence[int]
    ask: str
    """What makes the interpreter tell."""


@dataclass(frozen=True)
class Outcome:
    """How it went; `said` is what `ask` told, None if nobody was there any more to ask."""

    said: str | None
    timed_out: bool = False


class Where(Protocol):
    """A place to run a program; what it writes to standard error goes to `errors`, or to `write` without one, as all
    does where it has one output."""

    about: str

    def run(self, program: Program, timeout: float, write: Write, errors: Write | None = None) -> Outcome: ...


class Unix:
    """MicroPython's unix port, with a heap of `heap`, importing from `path` instead of MICROPYPATH.

    A script that imports memchunk finds this one, unless that path leads to another.

    Raises CommandError if there is none, or `heap` is no size.
    """

    def __init__(self, heap: str, path: str | None = None) -> None:
        try:
            self._interpreter = find()
        except NoInterpreter as e:
            raise CommandError(str(e)) from e
        try:
            self._size = parse_size(heap)
        except ValueError as e:
            raise CommandError(f"--heap: {e}") from e
        if not 0 < self._size <= _LARGEST:
            raise CommandError(f"--heap: {heap!r} is not from 1 to {_LARGEST:,} bytes")
        self._heap = heap
        self._environment = os.environ if path is None else {**os.environ, "MICROPYPATH": path}
        self.about = f"MicroPython's unix port, heap {heap}"

    def run(self, program: Program, timeout: float, write: Write, errors: Write | None = None) -> Outcome:
        """Run it in the current folder, with the script's own in front of sys.path."""
        with tempfile.TemporaryDirectory() as folder:
            before, told, ready = (Path(folder) / name for name in ("before", "told", "ready"))
            script = Path(folder) / "script" / program.name.name
            script.parent.mkdir()
            patience = max(1, min(round(timeout * 1000), _LONGEST))
            here = _HERE.format(str(program.name.parent.resolve()), str(program.name), patience, str(told))
            if _USES.search(program.text):
                here += _FOUND.format(_library(folder))
            before.write_text(program.before(here) + f"open({str(ready)!r}, 'w').close()\n", encoding="utf-8")
            gate = _Gate(ready, write)
            gates = gate, _Gate(ready, errors) if errors else gate
            script.write_text(_HEAD.format(str(before), str(program.name)) + program.text, encoding="utf-8")
            retrace = {str(script): [1, *program.lines]}
            command = [self._interpreter, "-X", f"heapsize={self._size}", str(script)]
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            with subprocess.Popen(command, env=self._environment, **pipes) as process:  # type: ignore[call-overload]
                timed_out = _carry(process, str(program.name), retrace, timeout, gates)
            begun = ready.exists()
            said = retraced(told.read_text("utf-8"), str(program.name), retrace) if told.exists() else None
        if not begun and not timed_out:
            raise CommandError(self._refused(str(program.name), gate.held.decode("utf-8", "replace")))
        if said is None and not timed_out:
            raise CommandError(f"the interpreter ended with status {process.returncode} before the script did")
        return Outcome(said, timed_out)

    def _refused(self, name: str, held: str) -> str:
        """Why the script did not begin."""
        line, why = raised(held, name)
        try:
            architecture(self._interpreter)
        except WrongInterpreter as e:
            return str(e)
        if not line or "MemoryError" in held:
            return f"{name}: a heap of {self._heap} is too small for the script and its probes"
        return f"{name}:{line}: {why}"


def _library(folder: str) -> str:
    """A place to import this installation's memchunk from, and nothing else that lies beside it."""
    place = Path(folder) / "lib"
    place.mkdir()
    (place / "memchunk").symlink_to(Path(memchunk.__file__).parent)
    return str(place)


class _Gate:
    """Holds back what comes before the file `ready` is there, and passes on the rest."""

    def __init__(self, ready: Path, write: Write) -> None:
        self._ready, self._write = ready, write
        self.held = b""

    def __call__(self, data: bytes) -> None:
        self.held += data
        if self._ready.exists():
            self._write(self.held)
            self.held = b""


# `__file__`, sys.path and sys.argv are as they would be without the probes.
_HEAD = "exec(compile(open({!r}).read(), '<memchunk>', 'exec'), {{}}); __file__ = {!r}\n"
_USES = re.compile(r"\b(?:import|from) memchunk\b")
_FOUND = "sys.path.append({!r})\n"
_HERE = """
import sys
sys.path[0] = {!r}
sys.argv[:] = [{!r}]
patience = {}
def at_end():
    with open({!r}, "w") as told:
        table(lambda text: told.write(text + "\\n"))
"""


def _carry(
    process: subprocess.Popen[bytes], name: str, lines: dict[str, list[int]], timeout: float, to: tuple[Write, Write]
) -> bool:
    """Pass its two outputs on until it ends; returns whether it had to be stopped."""
    give_up, timed_out = time.monotonic() + timeout, False
    steps = iter((None, signal.SIGINT, signal.SIGKILL))
    with selectors.DefaultSelector() as pipes:
        for pipe, write in zip((process.stdout, process.stderr), to, strict=True):
            assert pipe is not None
            pipes.register(pipe, selectors.EVENT_READ, (Retrace(name, lines), write))
        try:
            while pipes.get_map():
                for key, _ in pipes.select(max(0, give_up - time.monotonic())):
                    data = os.read(key.fd, 65536)
                    retrace, write = key.data
                    write(retrace.feed(data) if data else retrace.close())
                    if not data:
                        pipes.unregister(key.fileobj)
                if time.monotonic() >= give_up:
                    timed_out = True
                    step = next(steps)
                    if step:
                        process.send_signal(step)
                    if step is signal.SIGKILL:
                        break
                    give_up = time.monotonic() + (_GRACE if step else _LATE)
        except BaseException:
            process.kill()
            raise
    return timed_out
