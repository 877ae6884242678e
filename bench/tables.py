"""The figures of `make bench` on the terminal."""

from __future__ import annotations

import cycles
from boards import EmulatedPico, UnixPort
from inputs import JUDGED, PLAIN_SHARE
from limits import FAST, ROWS, find
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

USUAL = ("the usual way", "RingIO, rows as they are")
RINGIO = "RingIO write + readinto"


def show(rows: list[dict], board: EmulatedPico | UnixPort, console: Console) -> None:
    """Everything but the cycles of thumb kernels."""
    where = f"{board.firmware}, {board.name}"
    console.print(_wrappers(rows, board.backends, where))
    if board.clock_hz:
        console.print(_viper(rows))
    console.print(_whole_way(rows, board.backends))
    console.print(_hand_off(rows, board.backends))


def _table(title: str, *columns: str, caption: str = "") -> Table:
    table = Table(title=title, caption=caption, box=SIMPLE, title_justify="left", caption_justify="left")
    table.add_column(columns[0], no_wrap=True)
    for name in columns[1:]:
        table.add_column(name, justify="right")
    return table


def _us(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _wrappers(rows: list[dict], backends: tuple[str, ...], where: str) -> Table:
    """One call of each public class."""
    table = _table("µs a call, through the public classes", "", "bytes", *backends, "garbage", caption=where)
    if any(row["n"] * PLAIN_SHARE == JUDGED and row["name"] == "Crc32" for row in rows):
        table.caption = f"* on a fourth of the bytes; {where}"
    for row in rows:
        if row["backend"] == backends[-1] and row["name"] not in ("pipeline", "queue hand-off"):
            name, n = row["name"], row["n"]
            of = [find(rows, name, backend, n, n // PLAIN_SHARE) for backend in backends]
            cells = [_us(one["us"]) + ("" if one["n"] == n else "*") for one in of]
            table.add_row(name, f"{n:,}", *cells, str(max(one["alloc"] for one in of)))
    crc = find(rows, "binascii.crc32", "firmware")
    others = [""] * (len(backends) - 1)
    table.add_row("the firmware's binascii.crc32", f"{crc['n']:,}", *others, _us(crc["us"]), str(crc["alloc"]))
    return table


def _viper(rows: list[dict]) -> Table:
    missing = f"not judged, as they have no twin in C: {', '.join(cycles.not_comparable()) or 'none'}"
    table = _table("viper kernels alone, cycles a byte without the call", "", "viper", "times C", caption=missing)
    for row in rows:
        if "cycles_per_byte" in row:
            ratio = "" if row["c_ratio"] is None else f"{row['c_ratio']:.2f}"
            table.add_row(row["name"], f"{row['cycles_per_byte']:.2f}", ratio)
    return table


def _whole_way(rows: list[dict], backends: tuple[str, ...]) -> Table:
    """The pipeline beside what does the same job without it."""
    table = _table("32 rows of 6 int16, from source to sink", "", "µs a row", "rows a second", "garbage a chunk")
    found = [(f"pipeline, {backend}", find(rows, "pipeline", backend)) for backend in backends]
    found += [(name, find(rows, name, "firmware")) for name in USUAL]
    for name, row in found:
        us = row["us"] / ROWS
        table.add_row(name, _us(us), f"{1e6 / us:,.0f}", f"{row['alloc']:,}")
    fast = find(rows, "pipeline", backends[-1])["us"]
    table.caption = f"the usual way takes {find(rows, USUAL[0], 'firmware')['us'] / fast:.1f} times as long"
    return table


def _hand_off(rows: list[dict], backends: tuple[str, ...]) -> Table:
    """Queue beside RingIO, by size."""
    backend = FAST if FAST in backends else backends[-1]
    queues = [row for row in rows if row["name"] == "queue hand-off" and row["backend"] == backend]
    title = "µs a chunk handed on: commit_claim + release_peek, RingIO's write + readinto"
    table = _table(title, "", *(f"{row['n']:,}" for row in queues), "garbage")
    rings = [find(rows, RINGIO, "firmware", row["n"]) for row in queues]
    for name, those in ((f"queue, {backend}", queues), ("RingIO", rings)):
        table.add_row(name, *(_us(row["us"]) for row in those), str(max(row["alloc"] for row in those)))
    return table
