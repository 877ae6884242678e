"""A script with the probes in it, and what is known of it beforehand.

    script.text, script.function(7)
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Function:
    """A function or class body of the script; `entry` is the probe that counts its calls, one without a line of its own
    where the body begins on the header's line: all of it that stands there is then booked to `entry`."""

    name: str
    line: int
    end: int
    entry: int


@dataclass
class Script:
    """An instrumented script: its text, where its lines came from, its probes without argument, its functions."""

    name: str
    source: list[str]
    prefix: str = ""
    text: str = ""
    lines: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    counted: dict[tuple[int, int], int] = field(default_factory=dict)
    """Where what has a probe begins, by line and column, and the line that it is booked to."""
    uses_gc: bool = False
    probes: int = 0

    def function(self, line: int) -> Function | None:
        """The innermost function that `line` is in the body of; None is the module."""
        found = [one for one in self.functions if one.line < line <= one.end]
        return max(found, key=lambda one: one.line) if found else None

    def home(self, probe: int) -> int:
        """The line that `probe` stands in."""
        if probe <= len(self.source):
            return probe
        return next((one.line for one in self.functions if one.entry == probe), 1)
