"""What a run must show, in one table, and what it is told when it does not.

    for line in failures(report):
        print(line)
"""

from __future__ import annotations

from typing import Any

HEAP = 65_536
"""Bytes of heap that the interpreter is given; what it says it has must not be more."""

BYTES_PER_ROW = {"daphnet": 11.5, "imu": 9.7, "pulse": 1.0, "ecg": 0.85}
"""The most bytes a row on the wire, over a whole recording, descriptors included."""

ARTICLE_BYTES = 110_000
ARTICLE_ERROR = "MemoryError"


def failures(report: dict[str, Any]) -> list[str]:
    """One plain line for every figure of `report` (see `report.build`) that is not as it must be."""
    found: list[str] = []

    def must(holds: bool, line: str) -> None:
        if not holds:
            found.append(line)

    must(0 < report["heap"] <= HEAP, f"heap: {report['heap']:,} bytes, must be at most {HEAP:,}")
    names = [stream["name"] for stream in report["streams"]]
    for name in BYTES_PER_ROW:
        must(name in names, f"{name}: was not streamed")
    for stream in report["streams"]:
        found += _stream_failures(stream)
    must(report["usual_way"]["exact"], "the usual way: what was decoded differs from what was sent")
    article = report["article"]
    must(
        article["naive"] == ARTICLE_ERROR,
        f"process_data_ignoring_memory.py: ended with {article['naive']}, must be {ARTICLE_ERROR}",
    )
    for key, bound in (("memchunk_bytes", ARTICLE_BYTES), ("memchunk_increment", 0)):
        must(article[key] == bound, f"process_data_in_chunks.py: {key} is {article[key]}, must be {bound}")
    must(article["memchunk_exact"], "process_data_in_chunks.py: CRC-32 differs from that of the text")
    return found


def _stream_failures(stream: dict[str, Any]) -> list[str]:
    name = stream["name"]
    found = []
    if not stream["exact"]:
        found.append(f"{name}: what was decoded differs from what was sent")
    for key in ("lost", "bad", "alloc_per_chunk", "collections"):
        if stream[key] != 0:
            found.append(f"{name}: {key} is {stream[key]}, must be 0")
    if not stream["collection_would_show"]:
        found.append(f"{name}: a collection would not have been noticed")
    if not stream["heap_locked_run"]:
        found.append(f"{name}: did not run with the heap locked")
    bound = BYTES_PER_ROW.get(name)
    if bound is not None and not stream["bytes_per_row"] <= bound:
        found.append(f"{name}: {stream['bytes_per_row']:.3f} bytes a row, must be at most {bound}")
    measured, predicted = stream["footprint_measured"], stream["footprint_predicted"]
    if not 0 < measured <= predicted:
        found.append(f"{name}: footprint is {measured:,} bytes, {predicted:,} were predicted")
    return found
