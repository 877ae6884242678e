"""What a deploy has to do, from hashes alone.

    todo = plan(wanted, there, staged)
    for name in todo.send: ...

Each argument maps names, such as `memchunk/view.mpy`, to SHA-256; a directory ends in `/` and maps to `-`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

DIRECTORY = "-"


@dataclass(frozen=True)
class Plan:
    """Names of files, each in one of the first three; `reject` and `gone` may name directories, too."""

    send: list[str]  # from the PC
    reuse: list[str]  # as they are in the package on the board
    ready: list[str]  # staged by a deploy that was interrupted
    reject: list[str]  # staged, and not what is wanted
    gone: list[str]  # in the package on the board, and no longer part of it

    @property
    def changes(self) -> bool:
        """Whether the package on the board is not yet what is wanted."""
        return bool(self.send or self.ready or self.gone)


def plan(wanted: Mapping[str, str], there: Mapping[str, str], staged: Mapping[str, str]) -> Plan:
    """Where each wanted file comes from, and what has to go."""
    files = [name for name in wanted if wanted[name] != DIRECTORY]
    same = [name for name in files if there.get(name) == wanted[name]]
    gone = [name for name in there if name not in wanted]
    if len(same) == len(files) and not gone:
        return Plan([], same, [], [], [])
    ready = [name for name in files if staged.get(name) == wanted[name]]
    reject = [name for name in staged if staged[name] != wanted.get(name)]
    reuse = [name for name in same if name not in ready]
    return Plan([name for name in files if name not in same and name not in ready], reuse, ready, reject, gone)


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The names of `files` and of the directories that they are in, with their hashes."""
    found: dict[str, str] = {}
    for name, content in files.items():
        for at, letter in enumerate(name):
            if letter == "/":
                found[name[: at + 1]] = DIRECTORY
        found[name] = hashlib.sha256(content).hexdigest()
    return found


def parse(listing: str) -> dict[str, str]:
    """What `listing` of on_board/files.py printed."""
    return {name: digest for digest, _, name in (line.partition(" ") for line in listing.splitlines() if line)}
