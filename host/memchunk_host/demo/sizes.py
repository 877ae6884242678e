"""How many bytes the same rows take as text.

    csv_size(samples)                       # "101,1000,297\\n" a row
    json_size(samples, ("x", "y", "z"))     # '{"x":101,"y":1000,"z":297}\\n' a row
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from memchunk_host.demo.recordings import Samples


def csv_size(samples: Samples) -> int:
    """Bytes of all rows as CSV: native counts, commas, a line feed."""
    size = np.abs(samples.astype(np.int32))
    digits = samples.size + sum(int((size >= power).sum()) for power in (10, 100, 1000, 10_000))
    minus = int((samples < 0).sum())
    return digits + minus + samples.size  # a comma or a line feed behind each


def json_size(samples: Samples, channels: Sequence[str]) -> int:
    """Bytes of all rows as JSON lines, an object of native counts by channel name, no spaces."""
    names = sum(len(json.dumps(channel)) + 1 for channel in channels)
    return csv_size(samples) + len(samples) * (2 + names)
