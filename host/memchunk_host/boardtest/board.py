"""A board on USB: its own firmware, and the memchunk that was deployed to it.

The tests are copied into a folder of their own and removed again; nothing else on the board changes.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence

from memchunk_host.boardtest.inject import Injection
from memchunk_host.boardtest.module import Module
from memchunk_host.boardtest.targets import NotHere, Run, Target, TargetError, built_tests, contents, program
from memchunk_host.build import arch_of
from memchunk_host.console import CommandError
from memchunk_host.deploy.board import Board as Link, BoardFailed
from memchunk_host.deploy.package import misfit, supported
from memchunk_host.deploy.ports import NoBoard, find_port

_MOMENT = 0.2  # seconds that a read waits
_AWAY = 5  # seconds that the port of a board may be gone which a test reset
_FOLDER = "memchunk_board_tests"  # where the board starts: / of a Pico, /flash of an STM32
_LIBRARY = "import memchunk; print(memchunk.__version__)"


class Board(Target):
    """Target `board` on `port`, or on the only one there is for `auto`; `patience` as in deploy.board.

    Raises NotHere if there is none, TargetError if it can't be used.
    """

    name = "board"

    def __init__(self, port: str, patience: float = 10) -> None:
        self._patience = patience
        try:
            self._port = find_port(port)
            with Link(self._port, patience) as link:
                link.load("files")
                facts = link.facts(None)
                supported(facts)
                reason = misfit(facts.mpy)
                if reason:
                    raise TargetError(f"{self._port}: the board tests are .mpy files and can't be used, {reason}")
                self._arch = arch_of(facts.mpy or 0)
                version = _library(link)
        except NoBoard as error:
            raise NotHere(str(error)) from error
        except CommandError as error:
            raise TargetError(str(error)) from error
        self.about = f"{facts.machine} on {self._port}, memchunk {version}"

    def __enter__(self) -> Board:
        try:
            with Link(self._port, self._patience) as link:
                link.load("files")
                link.call("remove", _FOLDER)
                try:
                    _copy(link, self._arch)
                except CommandError:
                    _clean(link)
                    raise
        except CommandError as error:
            raise TargetError(str(error)) from error
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(CommandError):  # the outcomes tell of a board that is gone
            with Link(self._port, self._patience) as link:
                _clean(link)

    @contextlib.contextmanager
    def run(self, module: Module, tests: Sequence[str]) -> Iterator[Run]:
        """Reset the board's interpreter and start. Raises CommandError."""
        link = self._back()
        try:
            link.begin(program(module, tests, (), _FOLDER))
            yield _Running(link)
        finally:
            link.close()

    def _back(self) -> Link:
        """The board in the raw REPL after a soft reset, once its port is there."""
        give_up = time.monotonic() + _AWAY
        while True:
            try:
                return Link(self._port, self._patience)
            except CommandError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(_MOMENT)


class _Running:
    def __init__(self, link: Link) -> None:
        self._link = link
        self.injections: list[Injection] = []

    def read(self) -> bytes | None:
        """What it said within a moment. Raises CommandError once it is unplugged."""
        return self._link.hear(_MOMENT)


def _library(link: Link) -> str:
    try:
        return link.run(_LIBRARY).strip()
    except BoardFailed as error:
        raise TargetError(f"{link.port}: no memchunk to import, `make deploy` first: {error}") from error


def _copy(link: Link, arch: str) -> None:
    for path, file in contents(built_tests(arch), _FOLDER).items():
        link.call("make", path.rpartition("/")[0])
        link.write(path, file if isinstance(file, bytes) else file.read_bytes())


def _clean(link: Link) -> None:
    """Remove the tests, out of a fresh interpreter: one that found no room has a file open."""
    link.reset()
    link.load("files")
    link.call("remove", _FOLDER)
