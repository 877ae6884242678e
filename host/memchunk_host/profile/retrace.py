"""A script's output as it is without the probes: the places that tracebacks name are those of the script.

    retrace = Retrace("walk.py", {"/tmp/x/walk.py": lines})
    out += retrace.feed(data)
    out += retrace.close()
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

_PLACE = re.compile(rb'^(  File ")([^"]*)(", line )(\d+)(.*)$', re.DOTALL)
_OURS = b"<memchunk>"
_TAIL = 1 << 16  # bytes: a traceback, however deep


class Tail:
    """The end of what passes through."""

    def __init__(self) -> None:
        self._seen = b""

    def after(self, write: Callable[[bytes], object]) -> Callable[[bytes], None]:
        """A `write` that looks at what it passes on."""

        def through(data: bytes) -> None:
            self._seen = (self._seen + data)[-_TAIL:]
            write(data)

        return through

    @property
    def text(self) -> str:
        return self._seen.decode("utf-8", "replace")


def retraced(text: str, name: str, lines: Mapping[str, Sequence[int]]) -> str:
    """The same for a text that is whole."""
    retrace = Retrace(name, lines)
    return (retrace.feed(text.encode()) + retrace.close()).decode()


def raised(said: str, name: str) -> tuple[int, str]:
    """The innermost line of file `name` in the last traceback of `said`, and what it ends with; 0 if there is none."""
    _, _, last = said.rpartition("Traceback (most recent call last):\n")
    places = re.findall(rf'^  File "{re.escape(name)}", line (\d+)', last, re.MULTILINE)
    return (int(places[-1]), last.strip().splitlines()[-1]) if places else (0, "")


class Retrace:
    """`lines`, by the file that the interpreter names: for each line of it the one of the script `name`."""

    def __init__(self, name: str, lines: Mapping[str, Sequence[int]]) -> None:
        self._name = name.encode()
        self._lines = {file.encode(): line for file, line in lines.items()}
        self._part = b""

    def feed(self, data: bytes) -> bytes:
        """What can be passed on of what has come so far."""
        *whole, self._part = (self._part + data).split(b"\n")
        out = b"".join(self._line(line + b"\n") for line in whole)
        if self._part and not self._part.startswith(b"  File"[: len(self._part)]):
            out, self._part = out + self._part, b""
        return out

    def close(self) -> bytes:
        """The rest."""
        out, self._part = self._line(self._part), b""
        return out

    def _line(self, line: bytes) -> bytes:
        found = _PLACE.match(line)
        if not found:
            return line
        head, file, middle, number, rest = found.groups()
        if file == _OURS:
            return b""
        lines = self._lines.get(file, ())
        if not 0 < int(number) <= len(lines):
            return line
        return head + self._name + middle + str(lines[int(number) - 1]).encode() + rest
