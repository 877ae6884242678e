"""Words in a picture, and how much of them fits.

    parts.append(text(28, 38, fitted(title, 22, 1044, bold=True), "title"))
"""

from __future__ import annotations

import unicodedata
from html import escape

_PLAIN = 0.88  # of bold type; widths are those of DejaVu Sans, the widest of the fonts that are asked for


def text(x: float, y: float, words: str, css: str = "", colour: str = "", upright: bool = False) -> str:
    """Words at a place; `upright` ones are read from below."""
    fill = f' style="fill: {colour}"' if colour else ""
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if upright else ""
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}"{turn}{fill}>{escape(words)}</text>'


def fitted(words: str, size: float, wide: float, bold: bool = False) -> str:
    """`words` with as much of their middle left out as a width needs, in type of `size`."""
    size *= 1 if bold else _PLAIN
    shown, n = words, len(words)
    while n > 1 and size * sum(map(_width, shown)) > wide:
        n -= 1
        shown = f"{words[: (n + 1) // 2]}…{words[len(words) - n // 2 :]}"
    return shown


def _width(letter: str) -> float:
    if letter in "MWmw@%—…" or unicodedata.east_asian_width(letter) in "WF":
        return 1.1
    if letter in "ijlI|.,:;'! frt()[]/-":
        return 0.47
    return 0.84 if letter.isupper() else 0.7
