"""docs/bench.svg: each kernel's cycles beside those of C, and the pipeline beside the usual way.

    Path("docs/bench.svg").write_text(draw(kernels, ways))

The picture brings its own ground, light or dark as the reader's browser asks for, so that it is legible on any page.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH = 760
_LEFT, _RIGHT = 190, 560  # of the bars; figures stand to the right
_OURS, _THEIRS = WIDTH - 86, WIDTH - 20  # where figures end
_PITCH, _THICK = 24, 14
_STYLE = """
    .ground { fill: #ffffff; stroke: #d0d7de }
    text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
    .title { font-size: 15px; font-weight: 600 }
    .soft { fill: #59636e }
    .end { text-anchor: end }
    .middle { text-anchor: middle }
    .ours { fill: #1a7f6b }
    .other { fill: #9a8f80 }
    .rule { stroke: #59636e; stroke-width: 1.5; stroke-dasharray: 4 3 }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117; stroke: #30363d }
      text { fill: #e6edf3 }
      .soft { fill: #9da7b3 }
      .ours { fill: #3fb59b }
      .other { fill: #8a8072 }
      .rule { stroke: #9da7b3 }
    }
"""


def draw(
    kernels: Sequence[tuple[str, float, float]], ways: Sequence[tuple[str, float, bool]], method: Sequence[str]
) -> str:
    """`kernels`: name, cycles a byte, those of C. `ways`: name, µs a row, whether it is ours. `method`: lines."""
    picture = _Picture()
    picture.text(16, 12, "Cycles a byte on 1 KB, Cortex-M0+, as a share of C's", "title")
    _kernels(picture, sorted(kernels, key=lambda k: k[1] / k[2]))
    picture.down(20)
    picture.text(16, 12, "One row of six int16, from source to sink: µs on an emulated Pico", "title")
    _ways(picture, ways)
    picture.down(14)
    for line in method:
        picture.text(16, 10, line, "soft")
        picture.down(18)
    return picture.svg("thumb kernels beside C, and the pipeline beside the usual way")


def _kernels(picture: _Picture, kernels: Sequence[tuple[str, float, float]]) -> None:
    picture.down(30)
    picture.text(_RIGHT, 6, "gcc -O2", "soft middle")
    picture.text(_OURS, 6, "thumb", "soft end")
    picture.text(_THEIRS, 6, "C", "soft end")
    top = picture.y + 12
    picture.down(18)
    for name, ours, c in kernels:
        picture.bar(name, min(ours / c, 1.1) * (_RIGHT - _LEFT), "ours")
        picture.text(_OURS, _THICK - 2, f"{ours:.2f}", "end")
        picture.text(_THEIRS, _THICK - 2, f"{c:.2f}", "soft end")
        picture.down(_PITCH)
    picture.add(f'<line class="rule" x1="{_RIGHT}" x2="{_RIGHT}" y1="{top}" y2="{picture.y - 6}"/>')


def _ways(picture: _Picture, ways: Sequence[tuple[str, float, bool]]) -> None:
    picture.down(30)
    longest = max(us for _, us, _ in ways)
    for name, us, ours in ways:
        picture.bar(name, us / longest * (_RIGHT - _LEFT), "ours" if ours else "other")
        picture.text(_THEIRS, _THICK - 2, f"{us:,.1f}", "end")
        picture.down(_PITCH)


class _Picture:
    """Grows downwards; `y` is where it stands."""

    def __init__(self) -> None:
        self.y = 16
        self._parts: list[str] = []

    def add(self, part: str) -> None:
        self._parts.append(part)

    def down(self, by: int) -> None:
        self.y += by

    def text(self, x: int, dy: int, text: str, css: str) -> None:
        self.add(f'<text class="{css}" x="{x}" y="{self.y + dy}">{escape(text)}</text>')

    def bar(self, name: str, length: float, css: str) -> None:
        self.text(_LEFT - 10, _THICK - 2, name, "end")
        place = f'x="{_LEFT}" y="{self.y}" width="{max(length, 1):.1f}" height="{_THICK}"'
        self.add(f'<rect class="{css}" {place} rx="2"/>')

    def svg(self, title: str) -> str:
        """The whole; `title` is what a screen reader says."""
        height = self.y + 8
        size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ground = f'<rect class="ground" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
        about = f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>"
        return "\n".join([head, about, ground, *self._parts, "</svg>", ""])
