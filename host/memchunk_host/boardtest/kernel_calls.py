"""Calls of every kernel with what the plain one makes of them: recorded here, tried again on the board.

    python -m memchunk_host.boardtest.kernel_calls        # -> build/board_tests/kernel_calls/SUBJECT.py

    tests/device/test_kernels*.py ──▶ Trial.run ──▶ some calls a kernel ──▶ board_tests/twins.py

A board would need minutes for the whole of those tests, most of them in the plain kernels.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from memchunk_host.boardtest.module import ROOT
from memchunk_host.build import BuildError

_DEVICE = ROOT / "tests" / "device"
_OUT = ROOT / "build" / "board_tests" / "kernel_calls"
_STAMP = "__init__.py"  # written last: what is beside it is whole
_BEYOND = 160  # bytes that a call's memory may be longer than the kernel's shortest
_EACH = 10  # calls of a kind, of each kernel


class Call(NamedTuple):
    """A call of a kernel: a pair among `args` is that part of `memory`, of which the part `written` may change."""

    subject: str
    name: str
    align: int
    memory: bytes
    args: list[Any]
    written: tuple[int, int]
    result: int
    after: bytes


def package() -> Path:
    """The recorded calls as a package for the board, made anew if a kernel or a test of one changed.

    Raises BuildError with what went wrong.
    """
    stamp = f"# made from {_digest()}\n"
    if not (_OUT / _STAMP).exists() or (_OUT / _STAMP).read_text("utf-8") != stamp:
        command = [sys.executable, "-m", __name__]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "STAMP": stamp})
        if done.returncode:
            raise BuildError(f"no calls of kernels were recorded\n{done.stderr.strip()}")
    return _OUT


def record() -> list[Call]:
    """Run the tests of the kernels on CPython, and keep some calls of each kernel."""
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
    return sorted(_some(calls), key=lambda call: call[:2])


def _recording(run: Callable[..., Any], calls: list[Call]) -> Callable[..., Any]:
    def recorded(self: Any, subject: str, name: str, memory: bytes, args: Any, written: Any = (0, 0)) -> Any:
        before, given = bytes(memory), [a if isinstance(a, (int, tuple)) else bytes(a) for a in args]
        result, after = run(self, subject, name, memory, args, written)
        calls.append(Call(subject, name, self.align, before, given, written, result, bytes(after)))
        return result, after

    return recorded


def _some(calls: Iterable[Call]) -> list[Call]:
    """Of the short calls of each kernel: some of every length, some refused, and those with most values at an edge."""
    found: dict[tuple[str, str], list[Call]] = {}
    for call in calls:
        found.setdefault((call.subject, call.name), []).append(call)
    kept: list[Call] = []
    for some in found.values():
        longest = min(len(call.memory) for call in some) + _BEYOND
        short = [call for call in some if len(call.memory) <= longest]
        short.sort(key=lambda call: (len(call.memory), zlib.crc32(repr(call).encode())))  # no order in those alike
        refused = [call for call in short if call.result < 0]
        edges = sorted(short, key=_at_edges)[-_EACH:]
        kept += {repr(call): call for call in _spread(short) + _spread(refused) + edges}.values()
    return kept


def _spread(calls: list[Call]) -> list[Call]:
    """The first, the last, and those between."""
    return [calls[i] for i in sorted({(len(calls) - 1) * n // (_EACH - 1) for n in range(_EACH)})] if calls else []


def _at_edges(call: Call) -> int:
    """How many int16 in its memory are the most, the least or -1."""
    memory = memoryview(call.memory[: len(call.memory) & ~1]).cast("h")
    return sum(value in (-32768, 32767, -1) for value in memory)


def _digest() -> str:
    names = [*_DEVICE.glob("test_kernels*.py"), *(_DEVICE / f"{name}.py" for name in _SHARED)]
    names += [*(ROOT / "lib" / "memchunk" / "kernels" / "plain").glob("*.py"), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(names))).hexdigest()


_SHARED = ("trial", "helpers", "oracle", "filters")  # what those tests import of each other


def main() -> None:
    lines: dict[str, list[str]] = {}
    for call in record():
        start, stop = call.written
        told = call.name, call.align, call.memory, call.args, start, call.after[start:stop], call.result
        lines.setdefault(call.subject, []).append(f"    {told!r},\n")
    for path in _OUT.glob("*.py"):
        if path.stem not in lines:  # the stamp too: until all is there, nothing is
            path.unlink()
    for subject, some in lines.items():
        _write(_OUT / f"{subject}.py", f"CALLS = (\n{''.join(some)})\n")
    _write(_OUT / _STAMP, os.environ.get("STAMP", ""))


def _write(path: Path, text: str) -> None:
    """In one piece: others may record at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


if __name__ == "__main__":
    main()
