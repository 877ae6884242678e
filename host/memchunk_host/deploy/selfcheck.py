"""The self-check on the board, and what is made of its findings.

    check = self_check(board, (1, 28, 0))
    print(check)
"""

from __future__ import annotations

from dataclasses import dataclass

from memchunk_host.console import CommandError
from memchunk_host.deploy.board import Board

_FREE_SLICES = (1, 26)  # from here on MicroPython assigns to a slice without allocating it


@dataclass(frozen=True)
class Check:
    """What on_board/check.py found. `before`, `after`: free heap in bytes around the import."""

    version: str
    file: str
    backend: str
    zero_alloc: bool
    before: int
    after: int
    frames: int
    bad: int
    allocated: int

    def __str__(self) -> str:
        slices = "" if self.zero_alloc else "; views are slices on this firmware"
        return f"Ring round trip, {self.frames} frames by their CRC, {self.allocated} bytes allocated{slices}"


def self_check(board: Board, version: tuple[int, ...], path: str | None = None) -> Check:
    """Import memchunk on the board, from the directory `path` if given, and check it. The board is reset before.

    Raises CommandError if anything is not as it should be.
    """
    board.reset()
    board.load("check")
    check = Check(**board.call("check", path))  # type: ignore[arg-type]
    if check.bad:
        raise CommandError(f"{check.bad} of {check.frames + check.bad} frames were lost or broken on the board")
    if check.allocated and check.zero_alloc and version >= _FREE_SLICES:
        raise CommandError(f"streaming allocated {check.allocated} bytes on the board, and must not")
    return check
