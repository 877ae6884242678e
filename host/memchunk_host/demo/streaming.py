"""One recording through the device and back, decoded while it comes.

    result = stream(device, recording, progress)
    result.exact, result.figures, result.decoded
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from memchunk_host.batch import Batch, join
from memchunk_host.decode import Counts, Decoder
from memchunk_host.demo.device import HOME, Device, Figures
from memchunk_host.demo.recordings import Recording, Samples

Progress = Callable[[int], Any]
"""Called with the rows that arrived so far."""


@dataclass
class Result:
    """What went in, what came out, and what the device told of itself."""

    recording: Recording
    samples: Samples
    decoded: Batch | None
    """None if nothing arrived."""
    counts: Counts
    wire_bytes: int
    figures: Figures
    saturated: int = 0
    """Rows of the recording that had to be cut to int16."""

    @property
    def exact(self) -> bool:
        """Whether every row arrived, bit for bit."""
        return (
            self.decoded is not None
            and self.counts.complete
            and np.array_equal(self.decoded.samples, self.samples)
        )

    @property
    def bytes_per_row(self) -> float:
        """Everything on the wire, descriptors included, over the rows."""
        return self.wire_bytes / len(self.samples)


class Capture:
    """Bytes from the device: into a file, and decoded at once."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path = path
        self._progress = progress
        self._decoder = Decoder()
        self._batches: list[Batch] = []

    def __enter__(self) -> Capture:
        self._file = self._path.open("wb")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def take(self, piece: bytes) -> None:
        """The next bytes."""
        self._file.write(piece)
        self._batches += self._decoder.feed(piece)
        self._progress(self._decoder.counts.rows)

    def close(self) -> tuple[Batch | None, Counts]:
        """Everything that arrived, and what the decoder counted."""
        self._batches += self._decoder.close()
        decoded = join(self._batches[0].stream, self._batches) if self._batches else None
        return decoded, self._decoder.counts


def stream(device: Device, recording: Recording, samples: Samples, progress: Progress) -> Result:
    """Send a recording with `examples/stream.py`: once with the heap locked, once to here, measured.

    Raises device.ScriptFailed.
    """
    args = write_inputs(recording, samples, recording.name)
    locked = device.run("demo/measure_locked.py", *args, take=lambda piece: None)
    result = _receive(device, "demo/measure_stream.py", recording, samples, recording.name, progress)
    result.figures.update(rows_per_s=locked["rows_per_s"], locked=locked["rows"] == len(samples))
    return result


def stream_usual_way(device: Device, recording: Recording, samples: Samples, progress: Progress) -> Result:
    """The same with `examples/usual_way.py`. Raises device.ScriptFailed."""
    name = f"{recording.name}-usual-way"
    write_inputs(recording, samples, name)
    return _receive(device, "demo/measure_usual_way.py", recording, samples, name, progress)


def write_inputs(recording: Recording, samples: Samples, name: str) -> tuple[str, str]:
    """NAME.json, the parameters, and NAME.raw, little-endian int16, in build/demo; returns their names."""
    (HOME / f"{name}.json").write_text(json.dumps(recording.parameters()))
    samples.astype("<i2").tofile(HOME / f"{name}.raw")
    return f"{name}.json", f"{name}.raw"


def _receive(
    device: Device, script: str, recording: Recording, samples: Samples, name: str, progress: Progress
) -> Result:
    path = HOME / f"{name}.mchk"
    with Capture(path, progress) as capture:
        figures = device.run(script, f"{name}.json", f"{name}.raw", take=capture.take)
    decoded, counts = capture.close()
    return Result(recording, samples, decoded, counts, counts.bytes, figures)
