"""MicroPython's unix port: what of the board tests means something without a board."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import tempfile
from collections.abc import Iterator, Sequence

from memchunk_host.boardtest.inject import Injection
from memchunk_host.boardtest.module import Module
from memchunk_host.boardtest.targets import NotHere, Run, Target, TargetError, built, program
from memchunk_host.interpreter import NoInterpreter, WrongInterpreter, architecture, find

_HEAP = "400k"  # a Pico's, in words of twice the size


class Unix(Target):
    """Target `unix`. Raises TargetError for a wrong MICROPYTHON, NotHere where there is none."""

    name = "unix"

    def __init__(self) -> None:
        try:
            self._interpreter = find()
            folders = built(architecture(self._interpreter))
        except WrongInterpreter as error:
            raise TargetError(str(error)) from error
        except NoInterpreter as error:
            raise NotHere(str(error)) from error
        self._environment = {**os.environ, "MICROPYPATH": ":".join([".frozen", *map(str, folders)])}
        self.about = f"{self._interpreter}, heap {_HEAP}"

    @contextlib.contextmanager
    def run(self, module: Module, tests: Sequence[str]) -> Iterator[Run]:
        """Start an interpreter in an empty folder; it is gone afterwards."""
        command = [self._interpreter, "-X", f"heapsize={_HEAP}", "-c", program(module, tests, ())]
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            try:
                yield _Running(process)
            finally:
                process.kill()
                process.communicate()


class _Running:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self._out = process.stdout.fileno()
        self.injections: list[Injection] = []

    def read(self) -> bytes | None:
        """What it said within a moment; None once it has ended."""
        ready, _, _ = select.select([self._out], [], [], 0.1)
        return (os.read(self._out, 65536) or None) if ready else b""
