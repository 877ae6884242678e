"""Text put into a source at places that the syntax tree names, and where each line of the result came from.

    edits = Edits("x = f()\n")
    edits.put(1, 0, "probe(1); ")
    text, lines = edits.result()      # lines[k] is the line of the source that line k + 1 of the text comes from
"""

from __future__ import annotations

import ast


class Edits:
    """Insertions into `source`, by line and by column in UTF-8 bytes as `ast` counts them."""

    def __init__(self, source: str) -> None:
        self._lines = [line.encode() for line in source.split("\n")]
        self._put: list[tuple[int, int, int, int, bytes, int]] = []

    def put(self, line: int, column: int, text: str, late: bool = False, cut: int = 0) -> None:
        """Insert `text` in place of `cut` bytes; at one place, what came first stands first, and `late` ones last."""
        self._put.append((line, column, late, len(self._put), text.encode(), cut))

    def above(self, line: int, text: str) -> None:
        """Insert a line with the indentation of `line` above it."""
        self.put(line, 0, f"{self.indentation(line)}{text}\n")

    def below(self, line: int, text: str) -> None:
        """Insert `text` as a line below `line`."""
        self.put(line, len(self._lines[line - 1]), "\n" + text, late=True)

    def indentation(self, line: int) -> str:
        """The white space that `line` begins with."""
        text = self._lines[line - 1]
        return text[: len(text) - len(text.lstrip(b" \t\f"))].decode()

    def begins(self, line: int, column: int, text: str = "") -> bool:
        """Whether `text` stands there; without it, whether nothing but white space does before."""
        whole = self._lines[line - 1]
        return whole[column:].startswith(text.encode()) if text else not whole[:column].strip()

    def result(self) -> tuple[str, list[int]]:
        """The new text, and for each of its lines the line of the source."""
        done: list[bytes] = []
        waiting = sorted(self._put)
        for number, line in enumerate(self._lines, 1):
            pieces, at = [], 0
            while waiting and waiting[0][0] == number:
                _, column, _, _, text, cut = waiting.pop(0)
                pieces += [line[at:column], text]
                at = column + cut
            done.append(b"".join([*pieces, line[at:]]))
        lines = [number for number, text in enumerate(done, 1) for _ in text.split(b"\n")]
        return b"\n".join(done).decode(), lines


def indented(text: str) -> str:
    """The same program one tab stop further in, so that it can stand in a block; strings stay as they are."""
    inside: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr) or isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            inside.update(range(node.lineno + 1, (node.end_lineno or 0) + 1))
    lines = enumerate(text.split("\n"), 1)
    return "\n".join(line if number in inside or not line.strip() else "\t" + line for number, line in lines)
