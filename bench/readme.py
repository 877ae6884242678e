"""Puts the figures of the last `make bench` into README.md, between its markers, and into docs/bench.svg.

    make bench PICO_UF2=RPI_PICO.uf2 && make bench-readme

Refuses figures that are not of a Pico with firmware, or lack those of C.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from textwrap import fill

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "lib"), str(ROOT / "host"), str(ROOT / "bench")]

import chart  # noqa: E402
from inputs import JUDGED  # noqa: E402
from limits import FAST, ROWS, find  # noqa: E402
from tables import RINGIO, USUAL  # noqa: E402

README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "bench.svg"
REPORT = ROOT / "build" / "bench.json"
BEGIN, END = "<!-- make bench-readme writes from here -->", "<!-- to here -->"
NO_FIGURES = "no figures of a Pico beside C: run `make bench PICO_UF2=…` with arm-none-eabi-gcc first"


def section(rows: list[dict]) -> str:
    """What stands between the markers. Raises LookupError where a figure is missing."""
    pico, core = find(rows, "pipeline", FAST), find(rows, "link.crc32", "c", JUDGED)
    method = (
        f"Cycles: the machine code of the `.mpy` beside {core['firmware']}, on {JUDGED:,} bytes in RAM on one core of"
        " rp2040py at the rates of a Cortex-M0+, call and return counted, for viper less the interpreter's call."
        f" µs: {pico['firmware']}, {pico['clock']}. Neither has the wait states of a flash: take them as ratios."
    )
    parts = fill(method, 120), _kernels(rows), "![the same as bars](docs/bench.svg)", _whole_way(rows), _hand_off(rows)
    return "\n\n".join(parts)


def _kernels(rows: list[dict]) -> str:
    lines = [
        "| kernel, cycles a byte | thumb | C, gcc -O2 | thumb / C | viper / C |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for kernel in sorted({row["name"] for row in rows if "cycles_per_byte" in row}):
        of = {row["backend"]: row for row in rows if row["name"] == kernel and row["n"] == JUDGED}
        thumb, viper = of.get(FAST, {}), of.get("viper", {})
        known = thumb or viper
        c = known["cycles_per_byte"] / known["c_ratio"]
        figures = thumb.get("cycles_per_byte"), c, thumb.get("c_ratio"), viper.get("c_ratio")
        lines.append(f"| `{kernel}` | {' | '.join(map(_figure, figures))} |")
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _whole_way(rows: list[dict]) -> str:
    lines = [
        "| 32 rows of 6 int16, from source to sink | µs a row | rows a second | garbage a chunk |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, row in ways(rows):
        us = row["us"] / ROWS
        lines.append(f"| {name} | {us:,.1f} | {1e6 / us:,.0f} | {row['alloc']:,} |")
    return "\n".join(lines)


def ways(rows: list[dict]) -> list[tuple[str, dict]]:
    """The pipeline and what does the job without it, by the name that a reader sees."""
    usual, raw = (find(rows, name, "firmware") for name in USUAL)
    named = "blockpack, CRC-32 and COBS in a `Pipeline`", "the usual way: struct, lists, `binascii.crc32`"
    return [
        (named[0], find(rows, "pipeline", FAST)),
        (named[1], usual),
        ("raw rows through `RingIO`, no packing, no frame", raw),
    ]


def _hand_off(rows: list[dict]) -> str:
    queues = [row for row in rows if row["name"] == "queue hand-off" and row["backend"] == FAST]
    rings = [find(rows, RINGIO, "firmware", row["n"]) for row in queues]
    lines = [
        f"| µs to hand a chunk on, bytes | {' | '.join(format(row['n'], ',') for row in queues)} |",
        "| --- |" + " ---: |" * len(queues),
        f"| `ChunkQueue`: commit_claim, release_peek | {' | '.join(format(row['us'], '.0f') for row in queues)} |",
        f"| `RingIO`: write, readinto | {' | '.join(format(row['us'], '.0f') for row in rings)} |",
    ]
    return "\n".join(lines)


def picture(rows: list[dict]) -> str:
    """docs/bench.svg."""
    thumb = [row for row in rows if row["backend"] == FAST and row["n"] == JUDGED and row.get("c_ratio")]
    kernels = [(row["name"], row["cycles_per_byte"], row["cycles_per_byte"] / row["c_ratio"]) for row in thumb]
    (_, pipeline), (_, usual), _ = ways(rows)
    bars = [("pipeline", pipeline["us"] / ROWS, True), ("the usual way", usual["us"] / ROWS, False)]
    core = find(rows, "link.crc32", "c", JUDGED)
    return chart.draw(kernels, bars, [core["firmware"], f"{pipeline['firmware']}, {pipeline['clock']}"])


def written(text: str, new: str) -> str:
    """`text` with `new` between the markers. Raises LookupError without them."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise LookupError(f"README.md lacks `{BEGIN}` or `{END}`")
    return f"{before}{begin}\n\n{new}\n\n{end}{after}"


def main() -> int:
    """Returns the exit status."""
    try:
        rows = json.loads(REPORT.read_text("utf-8"))
        text, svg = written(README.read_text("utf-8"), section(rows)), picture(rows)
    except (FileNotFoundError, LookupError, TypeError) as e:  # TypeError: without C a ratio is None
        print(f"bench-readme: {NO_FIGURES} ({e})", file=sys.stderr)
        return 1
    README.write_text(text, encoding="utf-8")
    PICTURE.write_text(svg, encoding="utf-8")
    print(f"wrote {README.name} and {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
