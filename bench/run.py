"""Speed and garbage of every part on MicroPython's unix port, each backend through its public wrapper.

    make bench

Prints a table and writes build/bench.json. The seconds are this machine's: compare rows, not runs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "host")]

from memchunk_host import interpreter  # noqa: E402

BACKENDS = ("plain", "viper")


def measure(micropython: str, backend: str) -> list[dict]:
    """The rows that one backend gives. Raises CalledProcessError with what the interpreter said."""
    done = subprocess.run(
        [micropython, "-X", "heapsize=512k", str(ROOT / "bench" / "device.py"), backend],
        env={"MICROPYPATH": str(ROOT / "lib")},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def show(rows: list[dict], firmware: str) -> None:
    table = Table(title=f"memchunk on {firmware}", caption="median of 7 batches; alloc is bytes a run")
    table.add_column("bench")
    table.add_column("bytes", justify="right")
    for backend in BACKENDS:
        table.add_column(f"{backend} µs", justify="right")
        table.add_column("±", justify="right")
        table.add_column("alloc", justify="right")
    table.add_column("ratio", justify="right")
    for name in dict.fromkeys(row["name"] for row in rows):
        plain, viper = (next(r for r in rows if (r["name"], r["backend"]) == (name, b)) for b in BACKENDS)
        cells = [f"{row[key]}" for row in (plain, viper) for key in ("us", "spread", "alloc")]
        table.add_row(name, str(plain["n"] or ""), *cells, f"{plain['us'] / viper['us']:.1f}")
    Console().print(table)


def main() -> int:
    try:
        micropython = interpreter.find()
        interpreter.architecture(micropython)  # raises where it is no MicroPython
    except interpreter.NoInterpreter as e:
        print(f"bench: {e}", file=sys.stderr)
        return 1
    ask = [micropython, "-c", "import sys; print(sys.version)"]
    probe = subprocess.run(ask, capture_output=True, text=True, timeout=30)
    firmware = probe.stdout.strip()
    try:
        rows = [row for backend in BACKENDS for row in measure(micropython, backend)]
    except subprocess.CalledProcessError as e:
        print(f"bench: {e.stderr or e.stdout}", file=sys.stderr)
        return 1
    show(rows, firmware)
    report = ROOT / "build" / "bench.json"
    report.parent.mkdir(exist_ok=True)
    rows = [{**row, "firmware": firmware, "clock": "host"} for row in rows]
    report.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
