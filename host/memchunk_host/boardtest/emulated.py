"""An emulated Pico, booted anew for every module, with the built package in its file system."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from memchunk_host.boardtest.inject import Injection, make
from memchunk_host.boardtest.module import Module
from memchunk_host.boardtest.targets import NotHere, Run, Target, TargetError, built, contents, program
from memchunk_host.emulator import NoFirmware, Pico, WrongFirmware, find_firmware

_FOLDER = "/board_tests"


class Emulated(Target):
    """Target `emulated`. Raises TargetError for a wrong PICO_UF2, NotHere if there is no firmware."""

    name = "emulated"
    workers = min(4, os.cpu_count() or 1)
    clock = staticmethod(time.process_time)  # a PC that is busy with other things is no hang

    def __init__(self) -> None:
        try:
            self._uf2 = find_firmware()
        except WrongFirmware as error:
            raise TargetError(str(error)) from error
        except NoFirmware as error:
            raise NotHere(str(error)) from error
        package, tests = built("armv6m")
        self._files: dict[str, bytes | Path] = contents(package, "lib") | contents(tests, _FOLDER[1:])
        self.about = f"rp2040py with {self._uf2.name}"

    @contextlib.contextmanager
    def run(self, module: Module, tests: Sequence[str]) -> Iterator[Run]:
        """Boot, wire and start. Raises BoardError if it does not come up."""
        pico = Pico(self._uf2, self._files)
        pico.boot()
        injections = [make(named, pico) for named in module.inject]
        pico.start(program(module, tests, module.inject, _FOLDER))
        yield _Running(pico, injections)


class _Running:
    def __init__(self, pico: Pico, injections: list[Injection]) -> None:
        self.injections = injections
        self.pico = pico

    def read(self) -> bytes | None:
        """Let the board run on, and take what it said."""
        self.pico.step()
        return self.pico.read()
