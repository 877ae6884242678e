"""The two charts below the maps of a heap: free bytes over time, and the sizes of the free runs.

    parts = lines_of([("", snapshots)], left=28, top=400, wide=500)
    parts += bars_of([("", snapshots[-1])], left=560, top=400, wide=500)
"""

from __future__ import annotations

from collections.abc import Sequence

from memchunk_host.demo.svg import nice_ticks
from memchunk_host.heapmap.lettering import fitted, text
from memchunk_host.heapmap.snapshot import Snapshot

_HEIGHT, _LEFT, _LABELS, _NAMES = 150, 56, 84, 200
_BETWEEN = 20  # labels of lines
_DIGIT, _SIZE = 6.5, 34  # widths in small type: of a digit, of "512 K" and a gap
INKS = ("#0b6bcb", "#c8501e")
_THIN_INKS = ("#0f6b3c", "#7a1f6b")


def lines_of(series: Sequence[tuple[str, Sequence[Snapshot]]], left: float, top: float, wide: float) -> list[str]:
    """Free bytes, and those of the largest run, of each program over its time: a broad line, and a thin dashed one."""
    parts = [text(left, top + 16, "Free, and largest free run, over time", "name")]
    seconds = max((one.ms for _, snapshots in series for one in snapshots), default=0) / 1000 or 0.001
    most = max(one.free for _, snapshots in series for one in snapshots) * 1.08 or 1
    beside = _LABELS if len(series) == 1 else _NAMES
    x0, y0, wide = left + _LEFT, top + 32 + _HEIGHT, wide - _LEFT - beside
    parts += _axis(x0, y0, wide, most)
    parts += [text(x0 + wide * at / seconds, y0 + 18, f"{at:g} s", "middle") for at in nice_ticks(0, seconds, 4)]
    labels: list[tuple[float, str, str]] = []
    for place, (name, snapshots) in enumerate(series):
        for what, sizes, ink in (
            ("free", [one.free for one in snapshots], INKS[place]),
            ("largest", [one.largest for one in snapshots], _THIN_INKS[place]),
        ):
            points = [
                (x0 + wide * one.ms / 1000 / seconds, y0 - _HEIGHT * size / most)
                for one, size in zip(snapshots, sizes, strict=True)
            ]
            parts.append(_line(points, what, ink))
            if len(points) == 1:  # no line yet
                parts.append(f'<circle cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="3" fill="{ink}"/>')
            labels.append((points[-1][1], f"{fitted(name, 13, beside - 84)} {what}".strip(), ink))
    return parts + _spread(labels, x0 + wide + 8, y0)


def _line(points: Sequence[tuple[float, float]], what: str, ink: str) -> str:
    style = 'stroke-width="4" stroke-opacity="0.55"' if what == "free" else 'stroke-width="1.8" stroke-dasharray="5 4"'
    return f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" stroke="{ink}" {style}/>'


def _spread(labels: list[tuple[float, str, str]], x: float, lowest: float) -> list[str]:
    """Each beside the end of its line, with a piece of it in front, and none on another."""
    labels = sorted(labels)
    places = [y for y, _, _ in labels]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + _BETWEEN)
    places[-1] = min(places[-1], lowest)
    for i in reversed(range(len(places) - 1)):
        places[i] = min(places[i], places[i + 1] - _BETWEEN)
    parts = []
    for y, (_, words, ink) in zip(places, labels, strict=True):
        parts += [_line([(x, y), (x + 20, y)], words.split()[-1], ink), text(x + 26, y + 4, words, "", ink)]
    return parts


def bars_of(shown: Sequence[tuple[str, Snapshot]], left: float, top: float, wide: float) -> list[str]:
    """How many bytes lie in free runs of which size, by powers of two."""
    parts = [text(left, top + 16, "Free bytes, by the size of the run they are in", "name")]
    tables = [by_size(snapshot) for _, snapshot in shown]
    sizes = sorted({size for table in tables for size in table})
    if not sizes:
        return [*parts, text(left, top + 50, "Nothing is free.")]
    sizes = [2**power for power in range(sizes[0].bit_length() - 1, sizes[-1].bit_length())]
    x0, y0, wide = left + _LEFT, top + 32 + _HEIGHT, wide - _LEFT
    step = wide / len(sizes)
    thick = min(26.0, step * 0.8 / len(shown))
    digits = max(len(str(len(runs))) for table in tables for runs in table.values())
    upright = digits * _DIGIT > thick
    above = digits * _DIGIT + 6 if upright else 16
    most = max(sum(runs) for table in tables for runs in table.values()) * _HEIGHT / (_HEIGHT - above)
    parts += _axis(x0, y0, wide, most)
    for place, table in enumerate(tables):
        for column, size in enumerate(sizes):
            if size in table:
                tall = _HEIGHT * sum(table[size]) / most
                x = x0 + column * step + (step - thick * len(shown)) / 2 + place * thick
                ink = INKS[place] if len(shown) == 2 else INKS[0]
                box = f'x="{x:.1f}" y="{y0 - tall:.1f}" width="{thick - 1:.1f}" height="{tall:.1f}"'
                parts.append(f'<rect {box} fill="{ink}" data-run="{size}" data-count="{len(table[size])}"/>')
                x += thick / 2 + (4 if upright else 0)
                css = "small" if upright else "small middle"
                parts.append(text(x, y0 - tall - 4, str(len(table[size])), css, upright=upright))
    narrow = step < _SIZE
    for column, size in enumerate(sizes):
        x, y = x0 + (column + 0.5) * step, y0 + (8 if narrow else 16)
        css = "small end" if narrow else "small middle"
        parts.append(text(x + (4 if narrow else 0), y, _short(size), css, upright=narrow))
    y0 += 18 if narrow else 0
    parts.append(text(x0, y0 + 38, "runs of this size and up to twice as large; the number is how many", ""))
    if len(shown) == 2:
        for place, (name, _) in enumerate(shown):
            parts.append(text(x0, y0 + 56 + 18 * place, fitted(f"■ {name}", 13, wide), "", INKS[place]))
    return parts


def by_size(snapshot: Snapshot) -> dict[int, list[int]]:
    """The free runs, by the largest power of two in their size."""
    found: dict[int, list[int]] = {}
    for run in snapshot.runs:
        found.setdefault(1 << (run.bit_length() - 1), []).append(run)
    return found


def _axis(x0: float, y0: float, wide: float, most: float) -> list[str]:
    parts = []
    unit = 1024 if most > 2048 else 1
    for tick in nice_ticks(0, most / unit, 4):
        y = y0 - _HEIGHT * tick * unit / most
        parts.append(f'<line class="grid" x1="{x0:.1f}" x2="{x0 + wide:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(text(x0 - 8, y + 4, f"{tick:g} K" if unit > 1 else f"{tick:g}", "end"))
    return parts


def _short(size: float) -> str:
    unit, name = (1 << 20, " M") if size >= 1 << 20 else (1 << 10, " K") if size >= 1 << 10 else (1, "")
    return f"{size / unit:g}{name}"
