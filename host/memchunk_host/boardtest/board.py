"""A board on USB: its own firmware, and the memchunk that was deployed to it.

The tests are copied into a folder of their own and removed again; nothing else on the board changes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from mpremote.transport import TransportError
from mpremote.transport_serial import SerialTransport
from serial.tools.list_ports import comports

from memchunk_host.boardtest.inject import Injection
from memchunk_host.boardtest.module import Module
from memchunk_host.boardtest.targets import NotHere, Run, Target, TargetError, built, contents, program
from memchunk_host.build import arch_of

_MOMENT = 0.2  # seconds that a read waits
_FOLDER = "/memchunk_board_tests"
_ASK = "import sys; print(sys.implementation._mpy, sys.implementation._machine)"
_LIBRARY = "import memchunk; print(memchunk.__version__)"
_REMOVE = """
import os
def remove(path):
    for entry in os.ilistdir(path):
        inner = path + "/" + entry[0]
        remove(inner) if entry[1] == 0x4000 else os.remove(inner)
    os.rmdir(path)
try:
    os.stat({folder!r})
except OSError:
    pass
else:
    remove({folder!r})
"""


class Board(Target):
    """Target `board` on `port`, or on the only one there is for `auto`.

    Raises NotHere if there is none, TargetError if it can't be used.
    """

    name = "board"

    def __init__(self, port: str) -> None:
        self._port = _only_port() if port in ("", "auto") else port
        with self._talking() as board:
            mpy, _, machine = _ask(board, _ASK).partition(" ")
            try:
                version = _ask(board, _LIBRARY)
            except TransportError as error:
                said = str(error).strip().splitlines()[-1]
                raise TargetError(f"{self._port}: no memchunk to import, `make deploy` first: {said}") from error
            self._arch = arch_of(int(mpy))
        self.about = f"{machine} on {self._port}, memchunk {version}"

    def __enter__(self) -> Board:
        with self._talking() as board:
            board.exec(_REMOVE.format(folder=_FOLDER))
            made: set[str] = set()
            for path, file in contents(built(self._arch)[1], _FOLDER[1:]).items():
                _make_folders(board, path, made)
                board.fs_writefile("/" + path, file if isinstance(file, bytes) else file.read_bytes())
        return self

    def __exit__(self, *_: object) -> None:
        with self._talking() as board:
            board.exec(_REMOVE.format(folder=_FOLDER))

    @contextlib.contextmanager
    def run(self, module: Module, tests: Sequence[str]) -> Iterator[Run]:
        """Reset the board's interpreter and start. Raises TransportError."""
        with self._talking() as board:
            board.exec_raw_no_follow(program(module, tests, (), _FOLDER))
            board.serial.timeout = _MOMENT
            yield _Running(board.serial)

    @contextlib.contextmanager
    def _talking(self) -> Iterator[Any]:
        """The board in the raw REPL after a soft reset; its own prompt afterwards."""
        try:
            board = SerialTransport(self._port)
            board.enter_raw_repl()
        except (TransportError, OSError) as error:
            raise TargetError(f"{self._port}: {error}") from error
        try:
            yield board
        finally:
            with contextlib.suppress(TransportError, OSError):  # an unplugged one has no prompt
                board.exit_raw_repl()
            board.close()


class _Running:
    def __init__(self, serial: Any) -> None:
        self._serial = serial
        self.injections: list[Injection] = []

    def read(self) -> bytes | None:
        """What it said within a moment. Raises SerialException once it is unplugged."""
        data: bytes = self._serial.read(max(1, self._serial.in_waiting))
        return data


def _only_port() -> str:
    ports = [port for port in comports() if port.vid is not None]
    if not ports:
        raise NotHere("no board on USB: check the cable, the BOOTSEL button, the group dialout; or give PORT=")
    if len(ports) > 1:
        listed = ", ".join(f"{port.device} ({port.product or port.description})" for port in ports)
        raise TargetError(f"several boards, give PORT=: {listed}")
    return str(ports[0].device)


def _ask(board: Any, source: str) -> str:
    return str(board.exec(source).decode("utf-8", "replace").strip())


def _make_folders(board: Any, path: str, made: set[str]) -> None:
    parts = path.split("/")[:-1]
    for n in range(1, len(parts) + 1):
        folder = "/" + "/".join(parts[:n])
        if folder not in made:
            board.fs_mkdir(folder)
            made.add(folder)
