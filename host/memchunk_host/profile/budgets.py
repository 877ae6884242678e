"""What a script may allocate, as its own comments and the command line say, against what it did.

    def pack(chunk):            # budget: 0        bytes a call, of the function's own lines
        row = tuple(chunk)      # budget: 64       bytes each time the line is run

    verdicts = judge(profile, whole=parse_size("20k"))
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from memchunk_host.profile.script import Script
from memchunk_host.profile.table import Line, Profile

_SIZE = re.compile(r"([0-9]+)([kKmM]?)[bB]?")
_COMMENT = re.compile(r".*?#\s*budget:\s*(.*?)\s*(?:#.*)?$")
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20}
_BETWEEN = (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


@dataclass(frozen=True)
class Budget:
    """A comment in `line`, in or behind statements that begin in line `begin`; 0: it stands alone."""

    line: int
    begin: int
    allowed: int


@dataclass(frozen=True)
class Verdict:
    """What had how large a budget: `used` bytes a time, or None where it was never run. `line` 0 is the script."""

    line: int
    name: str
    used: float | None
    allowed: int

    @property
    def kept(self) -> bool:
        """Whether it kept to it."""
        return self.used is None or self.used <= self.allowed

    def __str__(self) -> str:
        if self.used is None:
            return f"{self.name} was never run, so its budget of {self.allowed:,} was not tried"
        used = f"{self.used:,.1f}".removesuffix(".0")
        each = "held" if not self.line else "allocated"
        when = " at once" if not self.line else " each time" if self.name == "the line" else " a call"
        return f"{self.name} {each} {used} bytes{when}, of a budget of {self.allowed:,}"


def parse_size(text: str) -> int:
    """Bytes in `512`, `20k`, `1m`. Raises ValueError."""
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no size; sizes are like 512, 20k, 1m")
    return int(found[1]) * _UNITS[found[2].lower()]


def budgets(source: str) -> Iterator[Budget]:
    """Each `# budget:` comment. Raises ValueError for one that is no size."""
    begin = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        line = token.start[0]
        if token.type == tokenize.NEWLINE:
            begin = 0
        elif token.type != tokenize.COMMENT:
            begin = begin or (0 if token.type in _BETWEEN else line)
        elif found := _COMMENT.match(token.string):
            try:
                yield Budget(line, begin, parse_size(found[1]))
            except ValueError as e:
                raise ValueError(f"line {line}: {e}") from e


def bounds(script: Script) -> Iterator[tuple[int, int]]:
    """The line of the function or statement that each budget is for, and bytes. Raises ValueError."""
    functions = {one.line for one in script.functions}
    for one in budgets("\n".join(script.source)):
        places = sorted(place for place in script.counted if one.begin <= place[0] <= one.line)
        lines = [script.counted[place] for place in places] if one.begin else []
        if not lines:
            raise ValueError(f"line {one.line}: no budget can be held to here")
        yield next((line for line in lines if line in functions), lines[-1]), one.allowed


def judge(profile: Profile, whole: int | None) -> list[Verdict]:
    """A verdict on every budget: the whole script's, then those of its comments. Raises ValueError."""
    verdicts = [] if whole is None else [Verdict(0, "the script", profile.peak, whole)]
    functions = {one.line: one for one in profile.script.functions}
    parts = {one.line: one for one in profile.parts() if one.line}
    for number, allowed in bounds(profile.script):
        if number in functions:
            part = parts[number]
            used = part.allocated / part.calls if part.calls else None
            verdicts.append(Verdict(number, part.name, used, allowed))
        else:
            line = profile.lines.get(number, Line())
            verdicts.append(Verdict(number, "the line", line.allocated / line.hits if line.hits else None, allowed))
    return verdicts
