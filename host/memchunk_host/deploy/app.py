"""The program that a board starts by itself: a file of the user's as main.py.

    app = read_app(Path("examples/x.py"))      # its own text and a last line that marks it as ours
    put_app(board, app)

A main.py that does not end in that mark, or was edited since, is kept as main.py.bak.
"""

from __future__ import annotations

import ast
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from memchunk_host.console import CommandError
from memchunk_host.deploy.board import Board, BoardFull

_MARK = re.compile(rb"# put here by memchunk deploy: [^\n]* ([0-9a-f]{64})\n\Z")


@dataclass(frozen=True)
class App:
    """A program, and what it becomes on the board."""

    name: str
    content: bytes


def read_app(path: Path) -> App:
    """Read the program at `path`. Raises CommandError if it is none."""
    try:
        text = path.read_bytes()
        ast.parse(text, str(path))
    except OSError as e:
        raise CommandError(f"{path}: {e.strerror or e}") from e
    except SyntaxError as e:
        raise CommandError(f"{path}: not a Python program: line {e.lineno}: {e.msg}") from e
    except ValueError as e:
        raise CommandError(f"{path}: not a Python program: {e}") from e
    if text and not text.endswith(b"\n"):
        text += b"\n"
    mark = f"# put here by memchunk deploy: {path.name} {hashlib.sha256(text).hexdigest()}\n"
    return App(str(path), text + mark.encode())


def is_ours(content: bytes) -> bool:
    """Whether `content` is a program as `read_app` makes it, and nobody edited it since."""
    mark = _MARK.search(content)
    return mark is not None and hashlib.sha256(content[: mark.start()]).hexdigest().encode() == mark.group(1)


def put_app(board: Board, app: App) -> str:
    """Make `app` the board's main.py, in one step that a power cut cannot halve; returns what was done in words.

    Functions of on_board/files.py have to be loaded.
    """
    note = ""
    if board.call("kind", "main.py"):
        there = board.call("digest", "main.py")
        if there == hashlib.sha256(app.content).hexdigest():
            return "unchanged"
        if not is_ours(board.read("main.py")):
            backup = _free_name(board)
            board.output("copy", "main.py", backup)
            note = f"; the main.py that was there is now {backup}"
    try:
        board.write("main.py.new", app.content)
    except BoardFull:
        board.call("remove", "main.py.new")
        raise
    board.call("os.rename", "main.py.new", "main.py")
    return f"{len(app.content):,} bytes{note}"


def _free_name(board: Board) -> str:
    """A name for a backup, where an earlier one stays."""
    name, n = "main.py.bak", 1
    while board.call("kind", name):
        n += 1
        name = f"main.py.bak{n}"
    return name
