"""Speed and garbage of every part, the kernels' in cycles beside C.

    make bench                        # cycles, and the rest on this machine's unix port
    make bench PICO_UF2=RPI_PICO.uf2  # cycles, and the rest on an emulated Pico with that firmware

Prints tables, writes build/bench.json, and returns 1 where a limit is missed. On the unix port the µs are this
machine's: compare rows there, not runs.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "lib"), str(ROOT / "host"), str(ROOT / "bench")]

import compiled  # noqa: E402
import cycles  # noqa: E402
import limits  # noqa: E402
import tables  # noqa: E402
from boards import PARTS, BenchError, EmulatedPico, UnixPort  # noqa: E402
from counter import Runaway  # noqa: E402
from rich.console import Console  # noqa: E402

from memchunk_host.build import BuildError  # noqa: E402
from memchunk_host.emulator import BoardError, NoFirmware  # noqa: E402
from memchunk_host.interpreter import NoInterpreter  # noqa: E402
from memchunk_host.mpy import thumb_kernels  # noqa: E402

REPORT = ROOT / "build" / "bench.json"
NO_PICO = "NO PICO_UF2: THE REST RAN ON THE UNIX PORT OF THIS MACHINE. ITS µs SAY NOTHING OF A BOARD."
PROBLEMS = (BenchError, BoardError, BuildError, NoFirmware, NoInterpreter, compiled.CError, LookupError)


def in_cycles(console: Console) -> list[cycles.Row]:
    """The thumb kernels' cycles, shown."""
    with_c = compiled.compiler() is not None
    rows = cycles.measure(thumb_kernels(), with_c=with_c)
    cycles.show(rows, console)
    if not with_c:
        console.print(cycles.NO_C)
    return rows


def on(board: EmulatedPico | UnixPort) -> list[dict]:
    """Every part with every backend, what the firmware has by itself, and on a Pico the viper kernels alone."""
    jobs: list[tuple] = [(backend, part) for backend in board.backends for part in PARTS]
    jobs.append((board.backends[-1], "usual"))
    if isinstance(board, UnixPort):
        return [row for job in jobs for row in board.run(*job)]
    jobs.insert(0, ("viper", "kernels", cycles.left_by_plain(cycles.comparable())))
    with ProcessPoolExecutor(os.cpu_count()) as pool:  # an emulated Pico is slow, and has a clock of its own
        waiting = [pool.submit(board.run, *job) for job in jobs]
        return [row for one in waiting for row in one.result()]


def main() -> int:
    """Returns the exit status."""
    console = Console()
    try:
        board = EmulatedPico() if os.environ.get("PICO_UF2") else UnixPort()
        counted = in_cycles(console)
        rows = on(board)
    except (*PROBLEMS, Runaway, cycles.Different) as e:
        print(f"bench: {e}", file=sys.stderr)
        return 1
    rows = limits.beside_c(rows, board.clock_hz)
    tables.show(rows, board, console)
    if not board.clock_hz:
        console.print(NO_PICO)
    report(counted, rows, board)
    missed = cycles.slow(counted) + (limits.missed(rows) if board.clock_hz else [])
    for line in missed:
        console.print(f"MISSED: {line}")
    return 1 if missed else 0


def report(counted: list[cycles.Row], rows: list[dict], board: EmulatedPico | UnixPort) -> None:
    """build/bench.json: a dict a row, with the firmware (for cycles, the compiler) and the clock in each."""
    core = {"firmware": f"{compiled.compiler() or 'no C'} {' '.join(compiled.FLAGS)}", "clock": "cycles"}
    clock = f"{board.clock_hz // 1_000_000} MHz" if board.clock_hz else "this machine's"
    found = [{**one, **core} for row in counted for one in row.rows()]
    found += [{**row, "firmware": f"{board.firmware}, {board.name}", "clock": clock} for row in rows]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
