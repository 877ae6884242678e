"""The heap at one moment, read from what `micropython.mem_info(1)` prints.

    snapshot = parse(text)
    snapshot.free, snapshot.largest, snapshot.runs, snapshot.fits(16384)

    No. of 1-blocks: 23, 2-blocks: 5, max blk sz: 9, max free sz: 1012
    GC memory layout; from 20004a40:
    00000000: h=hh=hhLhhSh===h========hhhBh=hBhL.Ah===hAh===h=hhAAAh====h===h=
           (60 lines all free)
    00010000: ..............hh

A letter a block: `.` free, `=` the tail of what came before, all else the head of an object.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

FREE, TAIL = ".", "="
KINDS = {  # by what mem_info calls a head
    "A": "buffer objects",
    "S": "text",
    "L": "containers",
    "T": "containers",
    "D": "containers",
    "B": "functions, modules",
    "M": "functions, modules",
    "F": "floats",
}
OTHER = "data and other objects"
_TOTALS = re.compile(r"GC: total: (\d+), used: (\d+), free: (\d+)")
_LARGEST = re.compile(r"max free sz: (\d+)")
_LINE = re.compile(r"([0-9a-f]{8}): ?(\S+)$")
_FREE_LINES = re.compile(r"\s*\((\d+) lines all free\)")
_PER_LINE = 64


@dataclass(frozen=True)
class Snapshot:
    """`blocks`: a letter for each of `block` bytes, in the order of addresses; where the heap has several areas, one
    after another, and `areas` are the places where they begin. `ms` after the start, at `line`, 0 for its end."""

    total: int
    used: int
    free: int
    block: int
    blocks: str
    areas: tuple[int, ...] = (0,)
    ms: int = 0
    line: int = 0

    @cached_property
    def runs(self) -> list[int]:
        """The sizes of the free runs in bytes, as they lie."""
        bounds = [*self.areas, len(self.blocks)]
        parts = [self.blocks[start:stop] for start, stop in zip(bounds, bounds[1:], strict=False)]
        return [len(run) * self.block for part in parts for run in re.findall(r"\.+", part)]

    @property
    def largest(self) -> int:
        """Bytes of the largest free run."""
        return max(self.runs, default=0)

    @property
    def fragmentation(self) -> float:
        """1 - largest / free; 0 for a full heap."""
        return 1 - self.largest / self.free if self.free else 0.0

    def fits(self, size: int) -> int:
        """How many times `size` bytes find room."""
        wanted = -(-size // self.block) * self.block or self.block
        return sum(run // wanted for run in self.runs)

    @cached_property
    def kinds(self) -> list[str | None]:
        """What each block belongs to: None is free."""
        found: list[str | None] = []
        for letter, run in groupby(self.blocks):
            kind = None if letter == FREE else KINDS.get(letter, OTHER)
            if letter == TAIL:
                kind = found[-1] if found else OTHER
            found += [kind] * len(list(run))
        return found

    @cached_property
    def counts(self) -> Counter[str | None]:
        """Blocks of each kind."""
        return Counter(self.kinds)


def parse(text: str, ms: int = 0, line: int = 0) -> Snapshot:
    """The snapshot in `text`. Raises ValueError if it is none, or not whole."""
    totals, largest = _TOTALS.search(text), _LARGEST.search(text)
    areas = text.split("GC memory layout")[1:]
    if not totals or not largest or not areas:
        raise ValueError("no map of a heap")
    total, used, free = map(int, totals.groups())
    block = _block_size(areas, used)
    blocks, starts = "", []
    for area in areas:
        starts.append(len(blocks))
        blocks += _blocks(area, block)
    missing = total // block - len(blocks)  # a line of free blocks at the very end tells whole lines only
    if missing < 0 or missing >= 2 * _PER_LINE:
        raise ValueError("a map that is not whole")
    blocks += FREE * missing
    found = Snapshot(total, used, free, block, blocks, tuple(starts), ms, line)
    if blocks.count(FREE) * block != free or found.largest != int(largest[1]) * block:
        raise ValueError("a map that does not agree with its own totals")
    return found


def _block_size(areas: list[str], used: int) -> int:
    taken = sum(len(line[2].replace(FREE, "")) for area in areas for line in map(_match, area.splitlines()) if line)
    if not taken or used % taken:
        raise ValueError("a map that is not whole")
    return used // taken


def _blocks(area: str, block: int) -> str:
    """The letters of an area; lines told as free, and what the next line's address says, filled in."""
    blocks = ""
    for text in area.splitlines():
        line, lines = _match(text), _FREE_LINES.match(text)
        if line:
            blocks = blocks.ljust(int(line[1], 16) // block, FREE) + line[2]
        elif lines:
            blocks += FREE * (int(lines[1]) * _PER_LINE)
    return blocks


def _match(text: str) -> re.Match[str] | None:
    return _LINE.match(text.strip())
