"""Small line and bar charts as inline SVG; colours and fonts are the page's style sheet's.

    chart = Chart(460, 240, x=(0, 8), y=(-20, 20), x_label="time, s", y_label="m/s²")
    chart.line(xs, ys, "decoded c1"); chart.label(ys[-1], "ax", "c1")
    page += chart.svg("Acceleration, 8 s")
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Any

_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 64, 12, 40  # margins
_LINE = 14  # between labels


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from `low` to `high`, around `about` of them."""
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(i * step, 9) for i in range(first, last + 1)]


def number(value: float) -> str:
    """As a tick or a bar says it: no trailing zeros, thin minus."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) < 100 else f"{value:,.0f}"
    return text.replace("-", "−")


class Chart:
    """Lines over two axes, each line with a label at its right end."""

    def __init__(
        self,
        width: int,
        height: int,
        x: tuple[float, float],
        y: tuple[float, float],
        x_label: str,
        y_label: str,
        right: int = _RIGHT,
    ) -> None:
        """Axes over the ranges `x` and `y`; `right` is the margin for labels."""
        self._size = width, height
        self._x, self._y = x, y
        self._right = right
        self._parts: list[str] = []
        self._labels: list[tuple[float, str, str]] = []
        self._axes(x_label, y_label)

    def line(self, xs: Sequence[Any], ys: Sequence[Any], css: str) -> None:
        """A line through the points."""
        points = " ".join(f"{self._at_x(x):.1f},{self._at_y(y):.1f}" for x, y in zip(xs, ys, strict=True))
        self._parts.append(f'<polyline class="{css}" points="{points}"/>')

    def label(self, y: float, text: str, css: str) -> None:
        """A label at the right end, at the height of `y` or as near as there is room."""
        self._labels.append((self._at_y(y), text, css))

    def note(self, x: float, y: float, text: str, css: str) -> None:
        """A text that begins at a point."""
        self._parts.append(_text(self._at_x(x), self._at_y(y), text, css))

    def svg(self, title: str) -> str:
        """The whole picture; `title` is what a screen reader says."""
        width, height = self._size
        return _svg(width, height, title, self._parts + self._placed_labels())

    def _at_x(self, x: float) -> float:
        low, high = self._x
        return _LEFT + (x - low) / (high - low) * (self._size[0] - _LEFT - self._right)

    def _at_y(self, y: float) -> float:
        low, high = self._y
        return self._size[1] - _BOTTOM - (y - low) / (high - low) * (self._size[1] - _TOP - _BOTTOM)

    def _axes(self, x_label: str, y_label: str) -> None:
        width, height = self._size
        left, right, bottom = _LEFT, width - self._right, height - _BOTTOM
        for tick in nice_ticks(*self._y):
            y = self._at_y(tick)
            self._parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
            self._parts.append(_text(left - 8, y + 4, number(tick), "tick end"))
        for tick in nice_ticks(*self._x, about=6):
            self._parts.append(_text(self._at_x(tick), bottom + 16, number(tick), "tick middle"))
        self._parts.append(f'<line class="axis" x1="{left}" x2="{right}" y1="{bottom}" y2="{bottom}"/>')
        self._parts.append(_text((left + right) / 2, height - 6, x_label, "axis-label middle"))
        y = (_TOP + bottom) / 2
        place = f'transform="translate(12 {y:.0f}) rotate(-90)"'
        self._parts.append(f'<text class="axis-label middle" {place}>{escape(y_label)}</text>')

    def _placed_labels(self) -> list[str]:
        """From the top down, each at least a line below the one before, and all above the axis."""
        labels = sorted(self._labels)
        heights: list[float] = []
        for y, _, _ in labels:
            heights.append(max(y, heights[-1] + _LINE) if heights else y)
        floor = float(self._size[1] - _BOTTOM)
        for i in reversed(range(len(heights))):
            heights[i] = floor = min(heights[i], floor)
            floor -= _LINE
        x = self._size[0] - self._right + 6
        return [
            _text(x, y + 4, text, f"label {css}")
            for y, (_, text, css) in zip(heights, labels, strict=True)
        ]


def bars(width: int, title: str, values: Sequence[tuple[str, float, str]]) -> str:
    """Horizontal bars from zero: name, value and class of each; the value stands at the end of its bar."""
    left, right, pitch, thick = 84, 52, 28, 18
    longest = max(value for _, value, _ in values)
    parts = []
    for place, (name, value, css) in enumerate(values):
        y = place * pitch
        size = value / longest * (width - left - right)
        parts.append(_text(left - 8, y + 14, name, f"bar-name end {css}"))
        box = f'x="{left}" y="{y}" width="{size:.1f}" height="{thick}" rx="2"'
        parts.append(f'<rect class="bar {css}" {box}/>')
        parts.append(_text(left + size + 6, y + 14, number(value), f"bar-value {css}"))
    return _svg(width, len(values) * pitch - (pitch - thick), title, parts)


def _text(x: float, y: float, text: str, css: str) -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _svg(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    head = f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
    return "\n".join([head, *parts, "</svg>"])
