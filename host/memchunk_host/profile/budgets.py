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

from memchunk_host.profile.table import Line, Profile

_SIZE = re.compile(r"(\d+)([kKmM]?)[bB]?")
_COMMENT = re.compile(r"#\s*budget:\s*(.*?)\s*(?:#.*)?$")
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20}


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


def budgets(source: str) -> Iterator[tuple[int, int]]:
    """Line and bytes of each `# budget:` comment. Raises ValueError for one that is no size."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        found = _COMMENT.match(token.string) if token.type == tokenize.COMMENT else None
        if found:
            try:
                yield token.start[0], parse_size(found[1])
            except ValueError as e:
                raise ValueError(f"line {token.start[0]}: {e}") from e


def judge(profile: Profile, whole: int | None) -> list[Verdict]:
    """A verdict on every budget: the whole script's, then those of its comments. Raises ValueError."""
    verdicts = [] if whole is None else [Verdict(0, "the script", profile.peak, whole)]
    functions = {one.line: one for one in profile.script.functions}
    parts = {one.line: one for one in profile.parts() if one.line}
    for number, allowed in budgets("\n".join(profile.script.source)):
        if number in functions:
            part = parts[number]
            used = part.allocated / part.calls if part.calls else None
            verdicts.append(Verdict(number, part.name, used, allowed))
        else:
            line = profile.lines.get(number, Line())
            verdicts.append(Verdict(number, "the line", line.allocated / line.hits if line.hits else None, allowed))
    return verdicts
