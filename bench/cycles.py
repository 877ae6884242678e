"""Exact cycles a byte of every thumb kernel beside its twin in C, on one core, on the same input.

    python bench/cycles.py                           # all of them, at 64, 256 and 1,024 bytes
    python bench/cycles.py --kernel link.crc32 -n 1024

The machine code is that of the `.mpy` for armv6m; the C is compiled here by `arm-none-eabi-gcc -O2`. Both run on
rp2040py's core (counter.py says at what rates) and must leave the same bytes and the same result as the plain kernel.

A kernel is added in two places: its twin in bench/c/SUBJECT.c, and its input in bench/inputs/SUBJECT.py, two lines:

    def crc32(n):
        return bytearray(4), noise(n), n

tests/host/test_bench_cycles.py fails on a thumb kernel that lacks one of them.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "lib"), str(ROOT / "host"), str(ROOT / "bench")]

import compiled  # noqa: E402
from counter import CODE, CODE_IN_C, Argument, Counter, Runaway  # noqa: E402
from inputs import JUDGED, left  # noqa: E402
from rich.box import SIMPLE  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from memchunk_host.build import KERNELS, LIBRARY, BuildError  # noqa: E402
from memchunk_host.mpy import thumb_kernels  # noqa: E402

SIZES = (64, 256, 1024)
NO_C = f"NO {compiled.GCC}: CYCLES WITHOUT THOSE OF C (Debian: gcc-arm-none-eabi and libnewlib-arm-none-eabi)"
TOO_SLOW = 1.0  # times C's cycles, of any kernel
MEAN_TOO_SLOW = 0.85
MOST = {"link.crc32": 11, "link.stuff": 10}  # cycles a byte


class Different(Exception):
    """Two forms of a kernel left different bytes."""


@dataclass
class Row:
    """One kernel on `n` bytes: the cycles of its machine code, and of its twin in C where it was measured."""

    kernel: str
    n: int
    thumb: int
    c: int | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.c is None else self.thumb / self.c

    def rows(self) -> list[dict]:
        """As in bench.json."""
        about = {"name": self.kernel, "n": self.n}
        thumb = {**about, "backend": "thumb", "cycles_per_byte": self.thumb / self.n, "alloc": 0, "c_ratio": self.ratio}
        c = {**about, "backend": "c", "cycles_per_byte": (self.c or 0) / self.n, "alloc": 0, "c_ratio": 1.0}
        return [thumb] if self.c is None else [thumb, c]


def input_of(kernel: str) -> Callable[[int], Sequence[Argument]]:
    """What a kernel is measured on. Raises LookupError where bench/inputs/ has nothing."""
    subject, name = kernel.split(".")
    try:
        return getattr(importlib.import_module(f"inputs.{subject}"), name)
    except (ModuleNotFoundError, AttributeError) as e:
        raise LookupError(f"{kernel} has no input: give bench/inputs/{subject}.py a function {name}(n)") from e


def twin_of(kernel: str) -> tuple[bytes, int]:
    """The program in C and where in memory the kernel's twin starts. Raises LookupError, CError."""
    subject, name = kernel.split(".")
    source = compiled.HOME / f"{subject}.c"
    image, functions = compiled.compile_c(source, CODE_IN_C) if source.exists() else (b"", {})
    if name not in functions:
        raise LookupError(f"{kernel} has no twin in C: give bench/c/{subject}.c a function {name}")
    return image, functions[name]


def comparable() -> list[str]:
    """Every kernel, whatever its forms, that has a twin in C. Raises LookupError where one has no input."""
    found = []
    for path in sorted((LIBRARY / KERNELS / "plain").glob("[!_]*.py")):
        named = [n.name for n in ast.parse(path.read_text("utf-8")).body if isinstance(n, ast.FunctionDef)]
        found += [f"{path.stem}.{name}" for name in named if has_twin(f"{path.stem}.{name}")]
    for kernel in found:
        input_of(kernel)
    return found


def not_comparable() -> list[str]:
    """Subjects of kernels without a twin in C; `memory` is about places, not about bytes."""
    subjects = {path.stem for path in (LIBRARY / KERNELS / "plain").glob("[!_]*.py")} - {"memory"}
    return sorted(subjects - {kernel.split(".")[0] for kernel in comparable()})


def left_by_plain(kernels: Iterable[str]) -> dict[str, int]:
    """What the plain kernels leave of the inputs that are judged, as inputs.left tells it."""
    found = {}
    for kernel in kernels:
        args = input_of(kernel)(JUDGED)
        found[kernel] = left(_plain(kernel)(*args), args)
    return found


def _plain(kernel: str) -> Callable:
    subject, name = kernel.split(".")
    return getattr(importlib.import_module(f"memchunk.kernels.plain.{subject}"), name)


def has_twin(kernel: str) -> bool:
    """Whether bench/c/ has it, without compiling."""
    subject, name = kernel.split(".")
    source = compiled.HOME / f"{subject}.c"
    return source.exists() and f" {name}(" in source.read_text("utf-8")


def in_c(kernels: Iterable[str], n: int = JUDGED) -> dict[str, int]:
    """Cycles of the twins in C. Raises as `measure`."""
    counter, found = Counter(), {}
    for kernel in kernels:
        image, entry = twin_of(kernel)
        counter.load(CODE_IN_C, image)
        found[kernel] = _checked(counter, entry, kernel, n)
    return found


def measure(code: dict[str, bytes], sizes: Iterable[int] = SIZES, with_c: bool = True) -> list[Row]:
    """Run each kernel of `code`. Raises LookupError, CError, Runaway, Different."""
    counter, found = Counter(), []
    for kernel, machine_code in code.items():
        counter.load(CODE, machine_code)
        entry = 0
        if with_c:
            image, entry = twin_of(kernel)
            counter.load(CODE_IN_C, image)
        for n in sizes:
            row = Row(kernel, n, _checked(counter, CODE, kernel, n))
            if with_c:
                row.c = _checked(counter, entry, kernel, n)
            found.append(row)
    return found


def _checked(counter: Counter, entry: int, kernel: str, n: int) -> int:
    """Cycles of a call, once result and bytes are found to be those of the plain kernel."""
    ours, theirs = input_of(kernel)(n), input_of(kernel)(n)
    result, cycles = counter.call(entry, ours)
    expected = _plain(kernel)(*theirs)
    if list(ours) != list(theirs) or expected is not None and result != expected:
        which = "the thumb kernel" if entry == CODE else "the twin in C"
        raise Different(f"{kernel}: {which} and the plain kernel differ on {n} bytes")
    return cycles


def mean(rows: Iterable[Row], n: int = JUDGED) -> float | None:
    """Geometric mean of the ratios on `n` bytes."""
    ratios = [row.ratio for row in rows if row.n == n and row.ratio is not None]
    return geometric_mean(ratios) if ratios else None


def slow(rows: Iterable[Row]) -> list[str]:
    """What is slower than it may be, a line each."""
    rows = list(rows)
    judged = [row for row in rows if row.n == JUDGED and row.ratio is not None]
    lines = [f"{row.kernel}: {row.ratio:.2f} times C" for row in judged if (row.ratio or 0) > TOO_SLOW]
    for row in rows:
        if row.n == JUDGED and row.thumb / row.n > MOST.get(row.kernel, row.thumb):
            lines.append(f"{row.kernel}: {row.thumb / row.n:.2f} cycles a byte, more than {MOST[row.kernel]}")
    average = mean(rows)
    if average is not None and average > MEAN_TOO_SLOW:
        lines.append(f"geometric mean: {average:.2f} times C")
    return lines


def show(rows: list[Row], console: Console) -> None:
    """A table, a row a kernel: cycles a byte on the longest input, the ratio on each."""
    *shorter, n = sorted({row.n for row in rows})
    table = Table(title=f"cycles a byte on {n} bytes", caption=_method(), box=SIMPLE)
    table.add_column("kernel", no_wrap=True)
    for name in ("thumb", "C", f"ratio at {n}", *map(str, reversed(shorter))):
        table.add_column(name, justify="right")
    by_place = {(row.kernel, row.n): row for row in rows}
    for kernel in dict.fromkeys(row.kernel for row in rows):
        row = by_place[kernel, n]
        ratios = [by_place[kernel, size].ratio for size in (n, *reversed(shorter))]
        table.add_row(kernel, _number(row.thumb / n), _number(row.c and row.c / n), *map(_number, ratios))
    table.add_section()
    table.add_row("geometric mean", "", "", *(_number(mean(rows, size)) for size in (n, *reversed(shorter))))
    console.print(table)


def _method() -> str:
    return f"{compiled.compiler() or 'no C'}\n{' '.join(compiled.FLAGS)}; on rp2040py's core, all in RAM"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Returns 1 where something could not be measured, or is slower than it may be."""
    parser = argparse.ArgumentParser(prog="bench/cycles.py", description="Cycles of thumb kernels beside C.")
    parser.add_argument("--kernel", action="append", metavar="SUBJECT.NAME", help="only this one; may be given again")
    parser.add_argument("-n", action="append", type=int, metavar="BYTES", help="only this size; may be given again")
    options = parser.parse_args(argv)
    console = Console()
    try:
        code = thumb_kernels()
        unknown = [kernel for kernel in options.kernel or () if kernel not in code]
        if unknown:
            raise LookupError(f"no thumb kernel {unknown[0]}; there are {', '.join(code)}")
        chosen = {kernel: code[kernel] for kernel in options.kernel or code}
        with_c = compiled.compiler() is not None
        rows = measure(chosen, options.n or SIZES, with_c)
    except (BuildError, compiled.CError, LookupError, Different, Runaway) as e:
        print(f"cycles: {e}", file=sys.stderr)
        return 1
    show(rows, console)
    if not with_c:
        console.print(NO_C)
    too_slow = slow(rows)
    for line in too_slow:
        console.print(f"TOO SLOW: {line}")
    return 1 if too_slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
