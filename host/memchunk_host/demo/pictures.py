"""The pictures of the report: signals, bytes a row, free heap.

    html = signals(results) + sizes(report["streams"]) + heap(report)
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np

from memchunk_host.demo.streaming import Result
from memchunk_host.demo.svg import Chart, bars

_PANELS = {  # what each panel shows, its channels, and rows of the stretch
    "daphnet": ((("ankle", (0, 1, 2)), ("trunk", (6, 7, 8))), 256),
    "imu": ((("accelerometer", (0, 1, 2)), ("gyroscope", (3, 4, 5))), 300),
    "pulse": ((("", (0,)),), 600),
    "ecg": ((("", (0,)),), 1024),
}
_ANY = ((("", (0,)),), 256)
_KB = 1024


def signals(results: Sequence[Result]) -> str:
    """The liveliest stretch of each stream, what was decoded on top of what was sent."""
    return "\n".join(_panels(result) for result in results)


def _panels(result: Result) -> str:
    panels, wanted = _PANELS.get(result.recording.name, _ANY)
    wanted = min(wanted, len(result.samples))
    start = liveliest(result.samples, wanted)
    stretch = slice(start, start + wanted)
    return "\n".join(_signal(result, part, channels, stretch) for part, channels in panels)


def _signal(result: Result, part: str, channels: tuple[int, ...], stretch: slice) -> str:
    title = result.recording.title + (f", {part}" if part else "")
    if result.decoded is None or len(result.decoded.samples) < stretch.stop:
        return _figure(title, "<p>These rows did not arrive.</p>")
    stream = result.decoded.stream
    sent, came = (
        (samples[stretch] * np.array(stream.scale) + np.array(stream.offset))[:, list(channels)]
        for samples in (result.samples, result.decoded.samples)
    )
    rate = stream.rate or 1
    xs = (np.arange(len(sent)) / rate).tolist()
    low, high = float(sent.min()), float(sent.max())
    pad = (high - low or 1) * 0.06
    since = f", from {stretch.start / rate:,.0f}{' s' if stream.rate else ''} on" if stretch.start else ""
    x_label = f"{'time, s' if stream.rate else 'row'}{since}"
    unit = stream.units[channels[0]].replace("m/s2", "m/s²") or "counts"
    chart = Chart(460, 230, (0, max(xs[-1], 1 / rate)), (low - pad, high + pad), x_label, unit)
    for i in range(len(channels)):
        chart.line(xs, sent[:, i], f"sent c{i + 1}")
    for i, channel in enumerate(channels):
        chart.line(xs, came[:, i], f"came c{i + 1}")
        chart.label(sent[-1, i], stream.channels[channel], f"c{i + 1}")
    return _figure(f"{stream.name}: {title}", chart.svg(title))


def liveliest(samples: np.ndarray[Any, Any], n: int) -> int:
    """Where the `n` consecutive rows begin in which most happens, in steps of half of that."""
    starts = range(0, len(samples) - n + 1, max(n // 2, 1))
    return max(starts, key=lambda start: float(samples[start : start + n].std(axis=0).sum()))


def sizes(streams: Sequence[dict[str, Any]]) -> str:
    """Bytes a row of each stream, as text, raw, and on the wire."""
    figures = []
    for stream in streams:
        rows = stream["rows"]
        values = [
            ("JSON lines", stream["json_bytes"] / rows, "other"),
            ("CSV", stream["csv_bytes"] / rows, "other"),
            ("raw int16", stream["raw_bytes"] / rows, "other"),
            ("memchunk", stream["bytes_per_row"], "ours"),
        ]
        channels = "1 channel" if stream["channels"] == 1 else f"{stream['channels']} channels"
        title = f"{stream['name']}, {channels}"
        figures.append(_figure(title, bars(460, f"{title}: bytes a row", values)))
    return "\n".join(figures)


def heap(report: dict[str, Any]) -> str:
    """Free heap after each of the first chunks, of memchunk and of the usual way."""
    usual = report["usual_way"]
    stream = next(one for one in report["streams"] if one["name"] == usual["name"])
    ours, theirs = stream["free"], usual["free"]
    count = max(min(len(ours), len(theirs)), 2)
    chart = Chart(
        940,
        300,
        (0, count - 1),
        (0, max(ours + theirs + [_KB]) / _KB * 1.06),
        f"chunks of {stream['rows_per_chunk']} rows sent",
        "free heap, KB",
        right=110,
    )
    for free, css, name in ((theirs, "other-line", "usual way"), (ours, "ours-line", "memchunk")):
        kb = [value / _KB for value in free[:count]]
        chart.line(range(len(kb)), kb, css)
        if kb:
            chart.label(kb[-1], name, css)
    return _figure(f"{usual['name']}, the first {count} chunks", chart.svg("Free heap over the run"))


def _figure(title: str, picture: str) -> str:
    return f"<figure><figcaption>{escape(title)}</figcaption>\n{picture}\n</figure>"
