"""Rows that arrived, with the frames they came in.

    for batch in decoder.feed(data):
        print(batch.stream.name, batch.rows["time"], batch.physical())
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memchunk_host.stream import Stream


@dataclass(frozen=True, eq=False)
class Batch:
    """Consecutive data frames of one stream (F of them) and their rows (R), in order of arrival."""

    stream: Stream
    seq: NDArray[np.int64]
    """(F,) sequence numbers, 0 to 65535."""
    t0: NDArray[np.int64]
    """(F,) ticks when a frame's first row was taken, unwrapped."""
    counts: NDArray[np.int64]
    """(F,) rows in each frame."""
    time: NDArray[np.float64]
    """(R,) seconds since the first tick of the stream."""
    samples: NDArray[Any]
    """(R, C) native counts, of the stream's element type."""

    @cached_property
    def rows(self) -> NDArray[np.void]:
        """(R,) structured rows: the field `time`, then one a channel (`Stream.fields`), as native counts."""
        rows = np.empty(len(self.time), self.stream.dtype)
        time, *channels = self.stream.fields
        rows[time] = self.time
        for column, channel in enumerate(channels):
            rows[channel] = self.samples[:, column]
        return rows

    def physical(self) -> NDArray[np.float64]:
        """(R, C) values in the stream's units: count * scale + offset."""
        with np.errstate(all="ignore"):  # an absurd scale gives inf, which says enough
            values: NDArray[np.float64] = self.samples * np.array(self.stream.scale)
            values += np.array(self.stream.offset)
            return values


def join(stream: Stream, batches: Sequence[Batch]) -> Batch:
    """Put batches of `stream` behind one another; none at all give a batch without rows."""

    def column(name: str, empty: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([empty, *(getattr(batch, name) for batch in batches)])

    none = np.empty(0, np.int64)
    return Batch(
        stream,
        seq=column("seq", none),
        t0=column("t0", none),
        counts=column("counts", none),
        time=column("time", np.empty(0, np.float64)),
        samples=column("samples", np.empty((0, len(stream.channels)), stream.element)),
    )
