"""Scripts of examples/ in a heap of 64 KB, each in an interpreter of its own.

    device = Device()
    figures = device.run("demo/measure_stream.py", "imu.json", "imu.raw", take=capture.write)
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from threading import Timer
from typing import IO, Any

from memchunk_host.build import ROOT, build_package
from memchunk_host.demo.bounds import HEAP
from memchunk_host.interpreter import architecture, find

EXAMPLES = ROOT / "examples"
HOME = ROOT / "build" / "demo"

_PIECE = 1 << 14
_TIMEOUT = 120  # seconds; every script takes a few

class ScriptFailed(Exception):
    """A script ended with an error; `error` is the name of the exception, the message a line."""

    def __init__(self, script: str, said: str) -> None:
        lines = said.strip().splitlines() or ["no reason given"]
        super().__init__(f"{script}: {lines[-1]}")
        found = re.findall(r"^(\w+(?:Error|Exception|Interrupt))\b", said, re.MULTILINE)
        self.error = found[-1] if found else "failed"


class Figures(dict[str, Any]):
    """What a script told, by name; asking for more raises ScriptFailed."""

    def __init__(self, script: str, told: dict[str, Any]) -> None:
        super().__init__(told)
        self._script = script

    def __missing__(self, name: str) -> Any:
        raise ScriptFailed(self._script, f"told no {name}")


class Device:
    """A `micropython` with a small heap that finds the built package and not its sources."""

    def __init__(self, interpreter: str | None = None) -> None:
        """Take the interpreter given, or the one that `interpreter.find` finds; build what it loads."""
        self.interpreter = interpreter or find()
        arch = architecture(self.interpreter)
        build_package(arch)
        HOME.mkdir(parents=True, exist_ok=True)
        self.package = ROOT / "build" / "mpy" / arch

    def run(self, script: str, *args: str, take: Callable[[bytes], Any] | None = None) -> Figures:
        """Run a script of examples/ in build/demo; its standard output goes to `take` as it comes.

        Returns the figures that it tells. Raises ScriptFailed.
        """
        command = [self.interpreter, "-X", f"heapsize={HEAP}", str(EXAMPLES / script), *args]
        environment = {**os.environ, "MICROPYPATH": str(self.package)}
        with tempfile.TemporaryFile() as told:
            with subprocess.Popen(
                command, cwd=HOME, env=environment, stdout=subprocess.PIPE, stderr=told, bufsize=0
            ) as process:
                assert process.stdout is not None
                watchdog = Timer(_TIMEOUT, process.kill)
                watchdog.start()
                try:
                    last = _pump(process.stdout, take)
                    process.wait()
                except BaseException:
                    process.kill()
                    raise
                finally:
                    watchdog.cancel()
            told.seek(0)
            said = told.read().decode(errors="replace")
        if process.returncode:
            # MicroPython prints a traceback on either stream, as the port has it.
            raise ScriptFailed(script, said + last.decode(errors="replace"))
        return Figures(script, read_figures(said if take else last.decode(errors="replace")))


def _pump(pipe: IO[bytes], take: Callable[[bytes], Any] | None) -> bytes:
    """Hand everything on as it comes; returns the end of it."""
    last = b""
    while piece := os.read(pipe.fileno(), _PIECE):
        last = (last + piece)[-_PIECE:]
        if take is not None:
            take(piece)
    return last


def read_figures(text: str) -> dict[str, Any]:
    """Lines of a name and a number, `rows 20000` or `size processed: 110000 bytes`.

    A name that comes again is a list of all its numbers.
    """
    figures: dict[str, Any] = {}
    for line in text.splitlines():
        match = re.fullmatch(r"([\w -]+?):? (-?[\d.]+(?:e-?\d+)?)( bytes)?", line.strip())
        if match:
            name = re.sub(r"\W+", "_", match[1])
            number = float(match[2]) if re.search(r"[.e]", match[2]) else int(match[2])
            if name in figures:
                before = figures[name]
                figures[name] = [*before, number] if isinstance(before, list) else [before, number]
            else:
                figures[name] = number
    return figures
