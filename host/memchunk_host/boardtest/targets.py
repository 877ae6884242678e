"""Where board tests run: a board on USB, an emulated Pico, or the unix port.

    with target.run(module, names) as run:
        data = run.read()          # b"" while there is nothing new, None after the end

Every run is a fresh interpreter with nothing imported.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from memchunk_host.boardtest import kernel_calls
from memchunk_host.boardtest.inject import Injection
from memchunk_host.boardtest.module import FOLDER, ROOT, Module
from memchunk_host.build import build_package, build_tests

_DEVICE = ROOT / "tests" / "device"
_SHARED = ("run.py", "skip.py", "helpers.py", "oracle.py", "planted.py")  # what board tests use of the device tests


class TargetError(Exception):
    """Why it can't be used; the message is a line for the user."""


class NotHere(TargetError):
    """It is not on this machine, and nobody named it: a reason to skip, not to fail."""


class Run(Protocol):
    """A program on its way."""

    injections: list[Injection]

    def read(self) -> bytes | None: ...


class Target:
    """A place to run modules, set up and left again as a context."""

    name: str
    about: str
    workers = 1  # modules that run side by side
    clock: Callable[[], float] = staticmethod(time.monotonic)  # what a test's seconds are counted by

    def __enter__(self) -> Target:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, module: Module, tests: Sequence[str]) -> contextlib.AbstractContextManager[Run]:
        """A run of `tests`; what it raises is the next test's failure."""
        raise NotImplementedError


def program(module: Module, tests: Sequence[str], injected: Sequence[str], folder: str = "") -> str:
    """What the board runs: the module's `tests`, with all that it has to know of where it is."""
    lines = [
        "import sys",
        f"sys.path.append({folder!r})" if folder else "",
        "import board, run",
        f"board.injected = {tuple(injected)!r}",
        f"module = __import__({module.name!r})",
        "print('MEMCHUNK-IMPORTED')",
        f"run.begin([(module, name) for name in {list(tests)!r}])",
        "while run.step(): pass",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def built(arch: str) -> tuple[Path, Path]:
    """Folders with the compiled package and board tests for `arch`. Raises BuildError."""
    return build_package(arch).out, built_tests(arch)


def built_tests(arch: str) -> Path:
    """Folder with the compiled board tests for `arch`. Raises BuildError."""
    sources = [*sorted(FOLDER.glob("*.py")), *(_DEVICE / name for name in _SHARED)]
    return build_tests(arch, sources, ROOT / "build" / "board_tests", [kernel_calls.package()]).out


def contents(folder: Path, below: str) -> dict[str, bytes | Path]:
    """The `.mpy` files of `folder`, by their path on a board where they lie in `below`."""
    return {f"{below}/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*.mpy"))}
