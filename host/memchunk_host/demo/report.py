"""report.json: every figure of a run; and the table of them in the terminal.

    report = build(results, usual_way, article)
    print_table(console, report)
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from memchunk_host.demo.bounds import ARTICLE_BYTES
from memchunk_host.demo.device import Device, Figures, ScriptFailed
from memchunk_host.demo.sizes import csv_size, json_size
from memchunk_host.demo.streaming import Result

TEXT = "sensor_data" * 10_000


def build(results: Sequence[Result], usual_way: Result, article: dict[str, Any]) -> dict[str, Any]:
    """The report, from what was measured."""
    return {
        "heap": max(result.figures["heap"] for result in results),
        "streams": [_stream(result) for result in results],
        "usual_way": _usual_way(usual_way),
        "article": article,
    }


def _stream(result: Result) -> dict[str, Any]:
    figures, samples = result.figures, result.samples
    return {
        "name": result.recording.name,
        "rows": len(samples),
        "channels": samples.shape[1],
        "raw_bytes": samples.nbytes,
        "wire_bytes": result.wire_bytes,
        "bytes_per_row": result.bytes_per_row,
        "exact": result.exact,
        "lost": result.counts.lost,
        "bad": result.counts.bad,
        "alloc_per_chunk": figures["alloc_per_chunk"],
        "collections": figures["collections"],
        "footprint_predicted": figures["footprint_predicted"],
        "footprint_measured": figures["footprint_measured"],
        "rows_per_s": figures["rows_per_s"],
        "chunks": figures["chunks"],
        "rows_per_chunk": result.recording.rows,
        "csv_bytes": csv_size(samples),
        "json_bytes": json_size(samples, result.recording.about["channels"]),
        "saturated_rows": result.saturated,
        "heap_locked_run": figures["locked"],
        "collection_would_show": figures["sweepable"] > 0,
        "free": free_samples(figures),
    }


def _usual_way(result: Result) -> dict[str, Any]:
    figures = result.figures
    return {
        "alloc_per_chunk": figures["alloc_per_chunk"],
        "collections": figures["collections"],
        "rows_per_s": figures["rows_per_s"],
        "name": result.recording.name,
        "rows": len(result.samples),
        "chunks": figures["chunks"],
        "wire_bytes": result.wire_bytes,
        "exact": result.exact,
        "free": free_samples(figures),
    }


def free_samples(figures: Figures) -> list[int]:
    """Free bytes of heap after each of the first chunks."""
    free = figures.get("free", [])
    return free if isinstance(free, list) else [free]


def article(device: Device) -> dict[str, Any]:
    """Run the program that ignores memory limits, and the one that keeps them. Raises ScriptFailed."""
    try:
        device.run("process_data_ignoring_memory.py")
        naive = "nothing: it worked"
    except ScriptFailed as error:
        naive = error.error
    figures = device.run("process_data_in_chunks.py")
    return {
        "naive": naive,
        "memchunk_bytes": figures.get("size_processed"),
        "memchunk_increment": figures.get("memory_increment"),
        "memchunk_exact": figures.get("crc_32") == zlib.crc32(TEXT.encode("utf-8")),
    }


def print_table(console: Console, report: dict[str, Any]) -> None:
    """The figures that matter, one stream a line, and the usual way below."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("stream", no_wrap=True)
    for title in ("rows", "B/row", "exact", "garbage\nB/chunk", "collec-\ntions", "footprint\nB", "rows/s"):
        table.add_column(title, justify="right", no_wrap=True)
    for stream in report["streams"]:
        table.add_row(stream["name"], *_cells(stream))
    usual = report["usual_way"]
    table.add_row(f"{usual['name']}, usual way", *_cells(usual))
    console.print()
    console.print(table)
    console.print(f"\nHeap: {report['heap']:,} bytes.")
    for stream in report["streams"]:
        if stream["saturated_rows"]:
            cut = f"{stream['saturated_rows']:,} rows of {stream['name']}"
            console.print(f"{cut} went beyond int16 and were cut before they were sent.")
    found = report["article"]
    console.print(
        f"{ARTICLE_BYTES:,} characters in one piece: {found['naive']}."
        f" In chunks, with memchunk: {found['memchunk_bytes']:,} bytes,"
        f" memory increment {found['memchunk_increment']}."
    )


def _cells(stream: dict[str, Any]) -> list[str]:
    footprint = stream.get("footprint_measured")
    return [
        f"{stream['rows']:,}",
        f"{stream['wire_bytes'] / stream['rows']:.3f}",
        "yes" if stream["exact"] else "NO",
        f"{stream['alloc_per_chunk']:,g}",
        f"{stream['collections']:,}",
        "" if footprint is None else f"{footprint:,}",
        f"{stream['rows_per_s']:,}",
    ]
