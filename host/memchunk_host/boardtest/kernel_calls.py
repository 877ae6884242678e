"""Short calls of every kernel with what the plain one makes of them: recorded here, tried again on the board.

    python -m memchunk_host.boardtest.kernel_calls        # -> build/board_tests/kernel_calls.py

    tests/device/test_kernels*.py ──▶ Trial.run ──▶ a few calls a kernel ──▶ board_tests/test_kernels.py

A board would need minutes for the whole of those tests, most of them in the plain kernels.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from memchunk_host.boardtest.module import ROOT
from memchunk_host.build import BuildError

_DEVICE = ROOT / "tests" / "device"
_OUT = ROOT / "build" / "board_tests" / "kernel_calls.py"
_LONGEST = 64  # bytes of memory in a call, if there is one so short
_EACH = 3  # calls of a kernel

# subject, name, alignment, memory, arguments, the part that is written, result, memory after it
Call = tuple[str, str, int, bytes, list[Any], tuple[int, int], int, bytes]


def module() -> Path:
    """The recorded calls as a module for the board, made anew if a kernel or a test of one changed.

    Raises BuildError with what went wrong.
    """
    stamp = f"# made from {_digest()}\n"
    if not _OUT.exists() or not _OUT.read_text("utf-8").startswith(stamp):
        command = [sys.executable, "-m", __name__]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "STAMP": stamp})
        if done.returncode:
            raise BuildError(f"no calls of kernels were recorded\n{done.stderr.strip()}")
    return _OUT


def record() -> list[Call]:
    """Run the tests of the kernels on CPython, and keep a few calls of each kernel."""
    sys.path.insert(0, str(_DEVICE))
    trial, skip = import_module("trial").Trial, import_module("skip").Skip
    calls: list[Call] = []
    trial.run = _recording(trial.run, calls)
    for path in sorted(_DEVICE.glob("test_kernels*.py")):
        tests = vars(import_module(path.stem))
        for name in sorted(name for name in tests if name.startswith("test_")):
            try:
                tests[name]()
            except skip:
                pass
    return sorted(_few(calls), key=lambda call: call[:2])


def _recording(run: Callable[..., Any], calls: list[Call]) -> Callable[..., Any]:
    def recorded(self: Any, subject: str, name: str, memory: bytes, args: Any, written: Any = (0, 0)) -> Any:
        before, given = bytes(memory), [a if isinstance(a, (int, tuple)) else bytes(a) for a in args]
        result, after = run(self, subject, name, memory, args, written)
        calls.append((subject, name, self.align, before, given, written, result, bytes(after)))
        return result, after

    return recorded


def _few(calls: Iterable[Call]) -> list[Call]:
    """The shortest call of each kernel, the longest of the short ones, and some between."""
    found: dict[tuple[str, str], list[Call]] = {}
    for call in calls:
        found.setdefault(call[:2], []).append(call)
    kept = []
    for some in found.values():
        some.sort(key=lambda call: len(call[3]))
        last = max(sum(len(call[3]) <= _LONGEST for call in some) - 1, 0)
        kept += [some[i] for i in sorted({last * n // (_EACH - 1) for n in range(_EACH)})]
    return kept


def _digest() -> str:
    names = [*_DEVICE.glob("test_kernels*.py"), *(_DEVICE / name for name in ("trial.py", "helpers.py", "oracle.py"))]
    names += [*(ROOT / "lib" / "memchunk" / "kernels" / "plain").glob("*.py"), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(names))).hexdigest()


def main() -> None:
    lines = "".join(f"    {call!r},\n" for call in record())
    part = _OUT.with_name(f"{_OUT.name}.{os.getpid()}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_text(f"{os.environ.get('STAMP', '')}CALLS = (\n{lines})\n", encoding="utf-8")
    os.replace(part, _OUT)


if __name__ == "__main__":
    main()
