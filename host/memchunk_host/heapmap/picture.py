"""Snapshots of the heap as one SVG that needs nothing else.

    path.write_text(picture("walk.py", snapshots))
    path.write_text(picture("two programs", ours, theirs, names=("memchunk", "as usual")))

title
map of the first snapshot      map of the last one; or the last ones of two programs
legend
free and largest run over time, where there are several      sizes of the free runs

Each rectangle of a map is a run of blocks in one row and says what and how many: `data-kind`, `data-blocks`. Where most
of the heap lies free behind all that is used, those blocks are one last row, whatever their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from memchunk_host.heapmap.charts import bars_of, lines_of
from memchunk_host.heapmap.lettering import fitted, text
from memchunk_host.heapmap.snapshot import FREE, Snapshot
from memchunk_host.heapmap.terminal import COLOURS, runs

WIDTH, _MARGIN, _GAP = 1100, 28, 40
_HALF = (WIDTH - 2 * _MARGIN - _GAP) // 2
_TOP, _ROW, _MOST_ROWS, _LEGEND = 96, 5.0, 72, 40
_LEAST = 1024  # blocks of a map
_FREE, _LARGEST = ("free", "#e9ecef"), ("largest free run", "#bfe3c8")
_STYLE = """
text { font: 13px "Liberation Sans", "DejaVu Sans", Arial, sans-serif; fill: #5d656f; }
.title { font-size: 22px; font-weight: bold; fill: #16191d; }
.name { font-size: 15px; font-weight: bold; fill: #16191d; }
.small { font-size: 11px; } .end { text-anchor: end; } .middle { text-anchor: middle; } .strong { fill: #16191d; }
.grid { stroke: #e3e5e8; } polyline { fill: none; stroke-linejoin: round; }
"""


def picture(
    title: str, snapshots: Sequence[Snapshot], others: Sequence[Snapshot] = (), names: tuple[str, str] = ("", "")
) -> str:
    """The picture of one program's snapshots, or of two programs' side by side. Raises ValueError for none at all."""
    if not snapshots:
        raise ValueError("no snapshot")
    shown = _shown(snapshots, others, names)
    wide = _HALF if len(shown) == 2 else WIDTH - 2 * _MARGIN
    parts, bottom = [text(_MARGIN, 38, fitted(title, 22, WIDTH - 2 * _MARGIN, bold=True), "title")], 0.0
    until = max(_until(snapshot) for _, snapshot in shown)
    for place, (name, snapshot) in enumerate(shown):
        left = _MARGIN + place * (wide + _GAP)
        parts += [text(left, 64, fitted(name, 15, wide, bold=True), "name"), text(left, 82, _summary(snapshot))]
        drawn, below = block_map(snapshot, left, _TOP, wide, until)
        parts, bottom = parts + drawn, max(bottom, below)
    parts += _legend([snapshot for _, snapshot in shown], bottom + 26)
    bottom += 2 * _LEGEND + 20
    left, wide = _MARGIN, WIDTH - 2 * _MARGIN
    if len(snapshots) > 1 or len(others) > 1:
        wide = _HALF
        series = [(names[0], snapshots), *([(names[1], others)] if others else [])]
        parts += lines_of(series, left, bottom, wide)
        left += _HALF + _GAP
    parts += bars_of(shown, left, bottom, wide)
    return _svg(title, bottom + (286 if len(shown) == 2 else 250), parts)


def _shown(
    snapshots: Sequence[Snapshot], others: Sequence[Snapshot], names: tuple[str, str]
) -> list[tuple[str, Snapshot]]:
    if others:
        return [(names[0], snapshots[-1]), (names[1], others[-1])]
    if len(snapshots) == 1:
        return [(when(snapshots[0]), snapshots[0])]
    return [(when(one), one) for one in (snapshots[0], snapshots[-1])]


def when(snapshot: Snapshot) -> str:
    """The moment, in words."""
    if not snapshot.ms and not snapshot.line:
        return "as it is"
    return f"after {snapshot.ms / 1000:.2f} s, " + (f"at line {snapshot.line}" if snapshot.line else "at the end")


def _until(snapshot: Snapshot) -> int:
    """How many blocks a map shows so that what is used can be seen: a power of two, or all."""
    used = len(snapshot.blocks.rstrip(FREE))
    return min(max(_LEAST, 1 << (used - 1).bit_length() if used else 0), len(snapshot.blocks))


def block_map(
    snapshot: Snapshot, left: float, top: float, wide: float, until: int | None = None
) -> tuple[list[str], float]:
    """The rectangles, and where they end; free blocks behind the first `until` are one strip below."""
    marked = _marked(snapshot)
    shown, rest = marked[:until], marked[len(marked[:until]) :]
    columns = max(64, -(-len(shown) // _MOST_ROWS // 64) * 64)
    parts = []
    for row, start in enumerate(range(0, len(shown), columns)):
        parts += _row(shown[start : start + columns], left, top + row * _ROW, wide / columns)
    top += _ROW * -(-len(shown) // columns)
    if rest:
        parts += _row(rest, left, top + _ROW, wide / len(rest))
        parts.append(text(left, top + 26, f"… and {len(rest):,} free blocks up to the end", "small"))
        top += 30
    return parts, top


def _row(marked: Sequence[str], left: float, top: float, cell: float) -> list[str]:
    parts = []
    for kind, run in groupby(marked):
        n = len(list(run))
        box = f'x="{left:.2f}" y="{top:.1f}" width="{n * cell:.2f}" height="{_ROW - 0.6:.1f}"'
        parts.append(f'<rect {box} fill="{_colour(kind)}" data-kind="{kind}" data-blocks="{n}"/>')
        left += n * cell
    return parts


def _marked(snapshot: Snapshot) -> list[str]:
    """The kind of each block, the largest free run by itself."""
    kinds = [kind or _FREE[0] for kind in snapshot.kinds]
    if snapshot.largest:
        size = snapshot.largest // snapshot.block
        bounds = [*snapshot.areas, len(snapshot.blocks)]
        for begin, stop in zip(bounds, bounds[1:], strict=False):
            start = snapshot.blocks.find("." * size, begin, stop)
            if start >= 0:
                kinds[start : start + size] = [_LARGEST[0]] * size
                break
    return kinds


def _colour(kind: str) -> str:
    return dict([_FREE, _LARGEST]).get(kind) or COLOURS[kind][1]


def _summary(snapshot: Snapshot) -> str:
    return (
        f"{snapshot.free:,} of {snapshot.total:,} bytes free in {runs(snapshot)}, "
        f"largest {snapshot.largest:,}: {snapshot.fragmentation:.0%} fragmented"
    )


def _legend(snapshots: Sequence[Snapshot], y: float) -> list[str]:
    """Two below either map, each with its bytes in each of the maps."""
    parts = []
    kinds = [kind for kind in COLOURS if any(snapshot.counts[kind] for snapshot in snapshots)]
    for place, name in enumerate([*kinds, _FREE[0], _LARGEST[0]]):
        x = _MARGIN + place % 4 // 2 * (_HALF + _GAP) + place % 2 * _HALF // 2
        below = y + place // 4 * _LEGEND
        parts.append(f'<rect x="{x}" y="{below - 11}" width="14" height="12" rx="2" fill="{_colour(name)}"/>')
        sizes = " | ".join(f"{_bytes(snapshot, name):,}" for snapshot in snapshots)
        parts += [text(x + 20, below, name, "strong"), text(x + 20, below + 16, f"{sizes} B")]
    return parts


def _bytes(snapshot: Snapshot, name: str) -> int:
    if name == _LARGEST[0]:
        return snapshot.largest
    return snapshot.counts[None if name == _FREE[0] else name] * snapshot.block


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" role="img">'
    page = f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", f"<style>{_STYLE}</style>", page, *parts, "</svg>\n"])
