"""A heap as coloured text.

    show(snapshot, Console())
"""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.text import Text

from memchunk_host.heapmap.snapshot import OTHER, Snapshot

COLOURS = {  # by kind: for a terminal, and for a picture
    OTHER: ("blue", "#3b7dd8"),
    "buffer objects": ("dark_orange", "#d9822b"),
    "text": ("green", "#3f9c5a"),
    "containers": ("magenta", "#a259c4"),
    "functions, modules": ("cyan", "#2a9d9d"),
    "floats": ("red", "#cf4a4a"),
}
_ROWS = 24
_BETWEEN = "   "  # entries of the legend


def show(snapshot: Snapshot, console: Console, title: str = "") -> None:
    """Print the map, a cell for one block or for several side by side, and what there is to say of it."""
    columns = max(16, min(console.width, 128) - 2)
    per_cell = max(1, -(-len(snapshot.blocks) // (columns * _ROWS)))
    console.print(Text(title, style="bold")) if title else None
    text = Text()
    for place, start in enumerate(range(0, len(snapshot.kinds), per_cell)):
        if place and place % columns == 0:
            text.append("\n")
        text.append(*_cell(snapshot.kinds[start : start + per_cell]))
    console.print(text, no_wrap=True)
    for line in _lines(_legend(snapshot, per_cell), console.width):
        console.print(line, no_wrap=True)
    console.print(summary(snapshot), highlight=False)


def _cell(kinds: list[str | None]) -> tuple[str, str]:
    used = Counter(kind for kind in kinds if kind is not None)
    if not used:
        return "·", "bright_black"
    kind = used.most_common(1)[0][0]
    assert kind is not None
    return ("█" if used.total() * 2 > len(kinds) else "▒"), COLOURS[kind][0]


def _legend(snapshot: Snapshot, per_cell: int) -> list[Text]:
    entries = []
    for kind, (colour, _) in COLOURS.items():
        if snapshot.counts[kind]:
            entries.append(Text().append("█ ", colour).append(f"{kind} {snapshot.counts[kind] * snapshot.block:,}"))
    entries.append(Text().append("· ", "bright_black").append(f"free {snapshot.free:,}"))
    return [*entries, Text(f"a cell is {per_cell * snapshot.block:,} bytes", "bright_black")]


def _lines(entries: list[Text], columns: int) -> list[Text]:
    """The entries one behind another, as many as fit a line."""
    lines: list[Text] = []
    for entry in entries:
        if lines and len(lines[-1]) + len(_BETWEEN) + len(entry) <= columns:
            lines[-1].append(_BETWEEN).append(entry)
        else:
            lines.append(entry)
    return lines


def summary(snapshot: Snapshot) -> str:
    """One line: what is free, in how many runs, the largest, what that means."""
    return (
        f"{snapshot.total:,} bytes: {snapshot.used:,} used, {snapshot.free:,} free in {runs(snapshot)}, "
        f"the largest {snapshot.largest:,}; fragmentation {snapshot.fragmentation:.0%}"
    )


def runs(snapshot: Snapshot) -> str:
    """How many free runs, in words."""
    n = len(snapshot.runs)
    return f"{n:,} run" + "s" * (n != 1)
