"""Recordings into files: CSV for everybody, .npz for numpy.

    with open("walk.csv", "wb") as file:
        write_csv(file, capture[1])
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterable
from dataclasses import asdict
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from memchunk_host.decode import Counts, Recording

_ROWS_AT_ONCE = 1 << 14
_TIME_DECIMALS = 9  # a nanosecond: rounding there takes 0.30000000000000004 out of the text


def write_csv(file: IO[bytes], recording: Recording, physical: bool = False) -> None:
    """Write the rows as UTF-8 CSV with a header line: time in seconds, then native counts or units.

    Lines end in a line feed. Raises OSError as `file.write` does.
    """
    samples = recording.physical() if physical else recording.samples
    time = np.round(recording.time, _TIME_DECIMALS)
    _write_lines(file, [recording.stream.fields])
    for start in range(0, len(time), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        columns = [time[part].tolist(), *samples[part].T.tolist()]
        _write_lines(file, zip(*columns, strict=True))


def _write_lines(file: IO[bytes], rows: Iterable[Iterable[Any]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    file.write(text.getvalue().encode())


def write_npz(
    file: IO[bytes], recordings: Iterable[Recording], counts: Counts, physical: bool = False
) -> None:
    """Write one structured array a stream, named by `Stream.label`, and `about`, a text of JSON.

    `about` has the `counts` of the capture and under `streams` every descriptor. No pickles.
    """
    arrays: dict[str, Any] = {}
    streams: dict[str, Any] = {}
    for recording in recordings:
        arrays[recording.stream.label] = _in_units(recording) if physical else recording.rows
        streams[recording.stream.label] = asdict(recording.stream)
    arrays["about"] = np.array(json.dumps({"counts": asdict(counts), "streams": streams}))
    archive = io.BytesIO()  # a zip file that fails half-way complains again when it is collected
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Stored array in format")  # names beyond Latin-1
        np.savez(archive, **arrays)
    file.write(archive.getbuffer())


def _in_units(recording: Recording) -> NDArray[np.void]:
    names = recording.stream.fields
    rows = np.empty(len(recording.time), [(name, "<f8") for name in names])
    rows[names[0]] = recording.time
    for name, column in zip(names[1:], recording.physical().T, strict=True):
        rows[name] = column
    return rows
