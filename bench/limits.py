"""What the figures must be, and where they are not."""

from __future__ import annotations

import cycles
from inputs import EMPTY, JUDGED

VIPER_TIMES_C = 4.0
ROWS = 32  # in a chunk of the pipeline
US_A_ROW = 12.0
HAND_OFF_US = 32.0
HAND_OFF_BELOW_RINGIO = 256  # bytes, and above
FAST = "thumb"


def beside_c(rows: list[dict], clock_hz: int | None) -> list[dict]:
    """`rows`, those of viper kernels alone with their cycles a byte and the ratio to C's.

    The cycles are those of the kernel: the time of a call less that of an empty kernel's.
    """
    if clock_hz is None:
        return rows
    alone = {row["name"]: row for row in rows if row["name"] in cycles.comparable()}
    in_c = cycles.in_c(alone) if cycles.compiled.compiler() else {}
    empty = {row["name"]: row["us"] for row in rows}
    for kernel, row in alone.items():
        call = empty[EMPTY % len(cycles.input_of(kernel)(JUDGED))]
        spent = (row["us"] - call) * clock_hz / 1e6
        row["cycles_per_byte"] = spent / row["n"]
        row["c_ratio"] = spent / in_c[kernel] if kernel in in_c else None
    return rows


def missed(rows: list[dict]) -> list[str]:
    """A line for each limit that an emulated Pico does not keep."""
    return [*_viper(rows), *_pipeline(rows), *_hand_off(rows)]


def _viper(rows: list[dict]) -> list[str]:
    slow = [row for row in rows if (row.get("c_ratio") or 0) > VIPER_TIMES_C]
    return [f"{row['name']} in viper: {row['c_ratio']:.2f} times C, more than {VIPER_TIMES_C:g}" for row in slow]


def _pipeline(rows: list[dict]) -> list[str]:
    row = find(rows, "pipeline", FAST)
    us = row["us"] / ROWS
    return _over("pipeline", us, US_A_ROW, "µs a row") + _over("pipeline", row["alloc"], 0, "bytes a chunk")


def _hand_off(rows: list[dict]) -> list[str]:
    lines = []
    for row in rows:
        if row["name"] == "queue hand-off" and row["backend"] == FAST:
            n, ring = row["n"], find(rows, "RingIO write + readinto", "firmware", row["n"])["us"]
            lines += _over(f"queue hand-off of {n} bytes", row["us"], HAND_OFF_US, "µs")
            if n >= HAND_OFF_BELOW_RINGIO:
                lines += _over(f"queue hand-off of {n} bytes", row["us"], ring, "µs that RingIO takes")
            lines += _over(f"queue hand-off of {n} bytes", row["alloc"], 0, "bytes of garbage")
    return lines


def _over(what: str, value: float, most: float, unit: str) -> list[str]:
    return [f"{what}: {value:.1f}, more than {most:g} {unit}"] if value > most else []


def find(rows: list[dict], name: str, backend: str, *sizes: int) -> dict:
    """The row, of the first of `sizes` that there is. Raises LookupError."""
    found = [row for row in rows if row["name"] == name and row["backend"] == backend]
    for n in sizes or [row["n"] for row in found]:
        for row in found:
            if row["n"] == n:
                return row
    raise LookupError(f"no row {name} of {backend}")
