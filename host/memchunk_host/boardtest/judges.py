"""Who knows what a capture has to be: on every target, by the capture's name up to its first `_`.

    JUDGES["count"](capture)       raises AssertionError
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from memchunk_host.decode import decode_file

Judge = Callable[[bytes], None]


def samples(capture: bytes) -> NDArray[np.int16]:
    """All rows of the one stream in `capture`. Raises AssertionError for anything lost, damaged or unknown."""
    decoded = decode_file(io.BytesIO(capture))
    assert decoded.counts.complete, f"incomplete: {decoded.counts}"
    assert len(decoded) == 1, f"{len(decoded)} streams"
    (recording,) = decoded.values()
    rows: NDArray[np.int16] = recording.samples
    return rows


def count(capture: bytes) -> None:
    """`count_1000`: sample n is n, from 0 on."""
    rows = samples(capture)[:, 0]
    wrong = np.flatnonzero(rows.astype(np.uint16) != np.arange(len(rows), dtype=np.uint16))
    assert not len(wrong), f"row {wrong[0]} is {rows[wrong[0]]}"
    assert len(rows) >= 300, f"{len(rows)} rows"


def ramp(capture: bytes) -> None:
    """`ramp_100000`: so many samples or more, each one above the one before, modulo 4096."""
    rows = samples(capture)[:, 0].astype(np.int64)
    wrong = np.flatnonzero(np.diff(rows) % 4096 != 1)
    assert not len(wrong), f"row {wrong[0] + 1} is {rows[wrong[0] + 1]} after {rows[wrong[0]]}"
    assert len(rows) >= 100_000, f"{len(rows)} rows"


def walk(capture: bytes) -> None:
    """board_tests/test_usb.py's walk of 200 rows of 6 channels."""
    state, wanted = 1, []
    at = [0] * 6
    for _ in range(200):
        for channel in range(6):
            state = state * 171 % 30269
            at[channel] = at[channel] + state % 401 - 200 & 0xFFFF
        wanted.append(list(at))
    assert np.array_equal(samples(capture).astype(np.uint16), np.array(wanted, np.uint16)), "other samples"


def every_byte(capture: bytes) -> None:
    """1 to 255, then 0."""
    assert capture == bytes(range(1, 256)) + b"\0", capture


JUDGES: dict[str, Judge] = {"count": count, "ramp": ramp, "walk": walk, "bytes": every_byte}
