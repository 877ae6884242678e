"""Snapshots of the heap: while a script runs, or of a board as it is.

    snapshots, wrong = of_script(load(path), path, where, every=0.5, timeout=60)
    snapshots = [of_board("/dev/ttyACM0")]
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

from memchunk_host.console import CommandError, put_err, put_out
from memchunk_host.heapmap.snapshot import Snapshot, parse
from memchunk_host.profile.discreet import discreet
from memchunk_host.profile.script import Script
from memchunk_host.profile.table import ENDED, EXITED
from memchunk_host.profile.where import Program, Where, Write

_BEGIN, _END = b"\x1eMEMCHUNK-HEAP ", b"\x1eMEMCHUNK-HEAP-END\n"
_KILLED = "does not end within {:g} s, and was stopped before it had a snapshot; --every takes some on the way"
_SILENT = "it ended, but its output has no snapshot: it must leave standard output open"
_TOLD = "MEMCHUNK-HEAP "
_ASK = "import micropython\nmicropython.mem_info(1)"


class Sieve:
    """Takes the snapshots out of what a script puts out, and passes on the rest."""

    def __init__(self, write: Write, found: Callable[[Snapshot], object]) -> None:
        self._write, self._found, self._part = write, found, b""

    def feed(self, data: bytes) -> None:
        """Take what came next. Raises CommandError for a snapshot that is damaged."""
        self._part += data
        while True:
            begin = self._part.find(_BEGIN[:1])
            self._write(self._part[: begin if begin >= 0 else len(self._part)])
            self._part = self._part[begin:] if begin >= 0 else b""
            if not _BEGIN.startswith(self._part[: len(_BEGIN)]):  # the script's own
                self._write(self._part[:1])
                self._part = self._part[1:]
                continue
            end = self._part.find(_END)
            if end < 0:
                return
            begin = self._part.rfind(_BEGIN, 0, end)  # what is before a second one was cut off by Ctrl-C
            self._take(self._part[begin + len(_BEGIN) : end].decode("ascii", "replace"))
            self._part = self._part[end + len(_END) :]

    def close(self) -> None:
        """Nothing more will come: half a snapshot is dropped."""
        if not self._part.startswith(_BEGIN):
            self._write(self._part)
        self._part = b""

    def _take(self, text: str) -> None:
        head, _, rest = text.partition("\n")
        found = re.fullmatch(r"(\d+) (\d+)", head.strip())
        try:
            if not found:
                raise ValueError("a head that is none")
            snapshot = parse(rest, int(found[1]), int(found[2]))
        except ValueError as e:
            raise CommandError(f"a snapshot can't be read: {e}") from e
        self._found(snapshot)


def sieve_for(script: Script, snapshots: list[Snapshot], write: Write) -> Sieve:
    """A sieve that adds to `snapshots`, each with the line of `script` that it was taken before."""
    return Sieve(write, lambda one: snapshots.append(replace(one, line=script.home(one.line))))


def of_script(
    script: Script, path: Path, where: Where, every: float, timeout: float, write: Write = put_out
) -> tuple[list[Snapshot], str]:
    """Run `script`, which tracebacks call `path`; a snapshot each `every` seconds, for 0 only one in the end. Its own
    output goes to `write`, its errors to ours. Returns them, and what is wrong if it did not end well: it raised,
    exited with another status than 0, or had to be stopped after `timeout` seconds.

    Raises CommandError.
    """
    snapshots: list[Snapshot] = []
    sieve = sieve_for(script, snapshots, write)
    text = resources.files(__package__).joinpath("on_board/snapshots.py").read_text("utf-8")
    setup = (script.prefix, tuple(script.marks), round(every * 1000))

    def before(more: str) -> str:
        return discreet(f"{text}\n{more}\ninstall{setup!r}\n")

    ask = f"{script.prefix}_table(print)"
    outcome = where.run(Program(path, before, script.text, script.lines, ask), timeout, sieve.feed, put_err)
    sieve.close()
    if not snapshots and outcome.timed_out:
        raise CommandError(f"{path}: {_KILLED.format(timeout)}")
    if not snapshots:
        raise CommandError(f"{path}: {_SILENT}")
    if outcome.timed_out:
        return snapshots, f"still ran after {timeout:g} s; stopped"
    return snapshots, _wrong(outcome.said or "")


def _wrong(said: str) -> str:
    """What `table` of on_board/snapshots.py told, in words; nothing if all went well."""
    status, _, code = said.strip().removeprefix(_TOLD).partition(" ")
    if int(status) == EXITED:
        return "" if code in ("None", "0") else f"exited with {code}"
    return "" if int(status) == ENDED else "raised"


def of_text(said: str) -> Snapshot:
    """A snapshot that was asked for alone. Raises CommandError."""
    try:
        return parse(said)
    except ValueError as e:
        raise CommandError(f"no snapshot came: {e}") from e


def of_board(port: str, patience: float = 10) -> Snapshot:
    """The heap of the board at `port` as its program left it when it was interrupted; it starts anew afterwards.

    Raises CommandError if there is no board, or it goes away meanwhile.
    """
    from memchunk_host.deploy.board import Board

    with Board(port, patience, reset=False) as board:
        return of_text(board.run(_ASK))


def of_emulated(uf2: str) -> Snapshot:
    """The heap of an emulated Pico right after its start. Raises CommandError."""
    from memchunk_host.profile.boards import Emulated

    return of_text(Emulated(uf2).ask(_ASK))
