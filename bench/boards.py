"""Where the benches run: MicroPython's unix port, or real firmware in an emulated Pico.

    board = EmulatedPico()
    board.firmware                                   # what it says of itself
    rows = board.run("viper", "codecs")              # what bench/device.py prints, a dict a row

The Pico has for each backend the package in its file system as it would be shipped: for `thumb` that of armv6m, for
`plain` that without an emitter, and for `viper` that of armv6m as if no kernel had a form in Thumb.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from memchunk_host import interpreter
from memchunk_host.boardtest.targets import contents
from memchunk_host.build import KERNELS, LIBRARY, ROOT, build_package, build_tests
from memchunk_host.emulator import Pico, find_firmware

BENCH = ROOT / "bench"
PARTS = ("codecs", "transforms", "buffers", "pipeline")  # what every backend runs; `usual` needs none of them
_BUILD = ROOT / "build" / "bench"
_PROGRAM = "import sys\nsys.path.insert(0, '/bench')\nimport device\ndevice.main(*{args!r})\n"
_ASK = "import sys; print(sys.version.split('; ')[-1])"
_TIMEOUT = 3600  # s; a part takes a minute where nothing else runs


class BenchError(Exception):
    """What the interpreter said where a bench should have run."""


class UnixPort:
    """The interpreter of this machine. Raises NoInterpreter."""

    name = "unix port of this machine"
    backends = ("plain", "viper")
    clock_hz: int | None = None

    def __init__(self) -> None:
        self._micropython = interpreter.find()
        interpreter.architecture(self._micropython)  # raises where it is no MicroPython
        self.firmware = self._ask(_ASK).strip()

    def run(self, backend: str, *args: object) -> list[dict]:
        """Rows of a part, with kernels of `backend`. Raises BenchError."""
        chosen = f"from memchunk import kernels; kernels.BACKEND = {backend!r}\n"
        return _rows(self._ask(f"{chosen}import device\ndevice.main(*{args!r})"))

    def _ask(self, program: str) -> str:
        path = f"{LIBRARY}:{BENCH}:{ROOT / 'examples'}"
        command = [self._micropython, "-X", "heapsize=512k", "-c", program]
        done = subprocess.run(command, env={"MICROPYPATH": path}, capture_output=True, text=True, timeout=_TIMEOUT)
        if done.returncode:
            raise BenchError(done.stderr or done.stdout)
        return done.stdout


class EmulatedPico:
    """A Pico with the firmware that PICO_UF2 names, booted anew for each part. Raises NoFirmware, BuildError."""

    name = "emulated Pico"
    backends = ("plain", "viper", "thumb")
    clock_hz = 125_000_000

    def __init__(self) -> None:
        self._uf2 = find_firmware()
        self._packages = {
            "plain": build_package("none").out,
            "viper": build_package("armv6m", _BUILD / "viper", _without_thumb()).out,
            "thumb": build_package("armv6m").out,
        }
        sources = [BENCH / "device.py", ROOT / "examples" / "usual_way.py"]
        self._tests = build_tests("armv6m", sources, _BUILD, [BENCH / "inputs", BENCH / "parts"]).out
        self.firmware = self._exec("thumb", _ASK).strip()

    def run(self, backend: str, *args: object) -> list[dict]:
        """Rows of a part, with the package that has `backend`. Raises BenchError, BoardError."""
        return _rows(self._exec(backend, _PROGRAM.format(args=args)))

    def _exec(self, backend: str, program: str) -> str:
        pico = Pico(self._uf2, contents(self._packages[backend], "lib") | contents(self._tests, "bench"))
        pico.boot()
        out, error = pico.exec(program, _TIMEOUT)
        if error:
            raise BenchError(error.decode())
        return out.decode()


def _without_thumb() -> Path:
    """The library's sources without Thumb code, under build/."""
    copy = _BUILD / "lib"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(LIBRARY / "memchunk", copy / "memchunk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(copy / KERNELS / "thumb")
    return copy


def _rows(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines() if line.strip()]
