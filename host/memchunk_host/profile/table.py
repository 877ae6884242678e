"""What the probes told, as lines of the script, and as memory_profiler's table.

    profile = read(script, said)
    print(table(profile))
    profile.total, profile.peak, profile.lines[7].allocated      # bytes
"""

from __future__ import annotations

from dataclasses import dataclass

from memchunk_host.profile.script import Function, Script

ENDED, RAISED, EXITED = 1, 2, 3


@dataclass
class Line:
    """`hits`: times begun. `allocated`: bytes taken while it ran, less what was given back at once; without what its
    callees' lines did. `increment`: how much more was in use afterwards, garbage collected; negative if less."""

    hits: int = 0
    allocated: int = 0
    increment: int = 0


@dataclass
class Part:
    """A function, or the module itself: what its own lines did, and its calls."""

    name: str
    line: int
    calls: int
    allocated: int
    increment: int


@dataclass
class Profile:
    """A whole run. `total`: bytes allocated; `peak`: most in use above the start, as the probes saw it."""

    script: Script
    lines: dict[int, Line]
    bodies: dict[int, Line]
    """By entry probe, what is in `lines` too: bodies on the line of their header."""
    total: int
    increment: int
    peak: int
    freed: int
    at: int
    status: int
    code: str
    increments: bool = True

    def parts(self) -> list[Part]:
        """The module and every function that was called, as they stand in the script."""
        found = [Part(self.script.name, 0, 1, 0, 0)]
        found += [Part(one.name, one.line, self.hits(one), 0, 0) for one in self.script.functions]
        shares = self.shares()
        for part in found:
            for line in shares.get(part.line, {}).values():
                part.allocated += line.allocated
                part.increment += line.increment
        return found

    def shares(self) -> dict[int, dict[int, Line]]:
        """By a function's line, 0 for the module: by line, what it did there."""
        found: dict[int, dict[int, Line]] = {}
        bodies = {self.script.home(entry): body for entry, body in self.bodies.items()}
        for number, line in self.lines.items():
            function, body = self.script.function(number), bodies.get(number, Line())
            own = Line(line.hits, line.allocated - body.allocated, line.increment - body.increment)
            found.setdefault(function.line if function else 0, {})[number] = own
        for number, body in bodies.items():
            found.setdefault(number, {})[number] = body
        return found

    def hits(self, function: Function) -> int:
        """How often it was called."""
        if function.entry > len(self.script.source):
            return self.bodies[function.entry].hits if function.entry in self.bodies else 0
        return self.lines[function.entry].hits if function.entry in self.lines else 0


def read(script: Script, said: str, increments: bool = True) -> Profile:
    """Raises ValueError if that is no table."""
    head, *rows = said.strip().splitlines()
    mark, *figures = head.split(" ", 7)
    if mark != "MEMCHUNK-PROFILE":
        raise ValueError(head)
    first, last, peak, freed, at, status = map(int, figures[:6])
    lines: dict[int, Line] = {}
    bodies: dict[int, Line] = {}
    for number, hits, allocated, increment in (map(int, row.split()) for row in rows):
        if number <= len(script.source):
            lines[number] = Line(hits, allocated, increment)
        else:
            bodies[number] = Line(hits, allocated, increment)
            if allocated or increment:
                line = lines.setdefault(script.home(number), Line())
                line.allocated, line.increment = line.allocated + allocated, line.increment + increment
    code = figures[6] if len(figures) > 6 else ""
    total = last - first + freed
    at, bytes_left = script.home(at), last - first
    return Profile(script, lines, bodies, total, bytes_left, peak - first, freed, at, status, code, increments)


_HEAD = "{:>6}  {:>8}  {:>11}  {:>11}   {}"


def table(profile: Profile) -> str:
    """Line, hits, bytes allocated, increment, source; the last line has the sums."""
    out = [_HEAD.format("Line #", "Hits", "Allocated", "Increment", "Line Contents"), "=" * 72]
    for number, text in enumerate(profile.script.source, 1):
        line = profile.lines.get(number)
        figures = [str(number), "", "", ""]
        if line:
            figures[1:] = [f"{line.hits:,}" if line.hits else "", f"{line.allocated:,}", f"{line.increment:,}"]
            figures[3] *= profile.increments
        out.append(_HEAD.format(*figures, text).rstrip())
    if out[-1].strip() == str(len(profile.script.source)):
        out.pop()  # the end of the last line is no line
    out.append("=" * 72)
    sums = [f"{sum(one.allocated for one in profile.lines.values()):,}", f"{profile.increment:,}" * profile.increments]
    garbage = "" if profile.increments else ", garbage included"
    out.append(_HEAD.format("", "", *sums, f"bytes in all; at most {profile.peak:,} in use at once{garbage}"))
    return "\n".join(out)
