"""Where an instrumented script runs that is no PC: a board on a serial port, and an emulated Pico.

    with OnBoard("/dev/ttyACM0") as where:
        outcome = where.run(program, timeout=60, write=sys.stdout.buffer.write)

The raw REPL compiles the script as it comes, so that its text takes no heap. It runs as `mpremote run` would run it,
and is asked for its figures once it has ended or was stopped.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from memchunk_host.console import CommandError
from memchunk_host.deploy.board import Board
from memchunk_host.emulator import BoardError, NoFirmware, Pico, find_firmware
from memchunk_host.profile.retrace import Retrace, retraced
from memchunk_host.profile.where import Outcome, Program, Write

_MOMENT, _BETWEEN, _GRACE = 0.2, 2, 30  # seconds that a read waits, between two Ctrl-C, and for the emulator's end
_TRIES = 5
_NEVER = "the script does not end within {:g} s, and not at Ctrl-C either"
_STDIN = "<stdin>"
_RESET = (b"MPY: soft reboot", b"raw REPL; CTRL-B to exit")
_END = b"\x04"


class Answer:
    """What a program says in the raw REPL: its output, 0x04, its traceback, 0x04, and the prompt."""

    def __init__(self, program: Program, write: Write) -> None:
        self._retrace = Retrace(str(program.name), {_STDIN: program.lines})
        self._write, self._seen, self._ends = write, b"", 0

    def feed(self, data: bytes) -> bool:
        """Take what came; True once it has ended. Raises CommandError if the board has been reset."""
        self._seen = (self._seen + data)[-200:]
        if any(mark in self._seen for mark in _RESET):
            raise CommandError("the board was reset while the script ran")
        while self._ends < 2 and data:  # what is left of `data` then is the prompt
            part, found, data = data.partition(_END)
            self._write(self._retrace.feed(part.replace(b"\r\n", b"\n")))
            self._ends += bool(found)
        if self._ends < 2 or not data:
            return False  # the prompt is still to come
        self._write(self._retrace.close())
        return True


class OnBoard:
    """The board at `port`, reset. Raises CommandError if there is none."""

    def __init__(self, port: str, patience: float = 10) -> None:
        self._board = Board(port, patience)
        self.about = f"the board at {self._board.port}"

    def read(self, name: str) -> str:
        """The text of one of its files. Raises CommandError."""
        return self._board.read(name).decode("utf-8", "replace")

    def close(self) -> None:
        """Let the board start as after power on."""
        with contextlib.suppress(CommandError):
            self._board.start()
        self._board.close()

    def run(self, program: Program, timeout: float, write: Write, errors: Write | None = None) -> Outcome:
        """Run it. Raises CommandError if the board goes away, is reset, or does not stop."""
        self._board.run(wrapped(program.before("")))
        self._board.begin(program.text)
        answer, tries, give_up = Answer(program, write), 0, time.monotonic() + timeout
        while not answer.feed(self._board.hear(_MOMENT)):
            if time.monotonic() > give_up:
                if tries == _TRIES:
                    raise CommandError(_NEVER.format(timeout))
                tries, give_up = tries + 1, time.monotonic() + _BETWEEN
                self._board.interrupt()
        self._board.prompt()
        return Outcome(_told_by(program, self._board.run(program.ask)), tries > 0)


class Emulated:
    """A Pico with firmware `uf2`, emulated. Raises CommandError if it can't be."""

    def __init__(self, uf2: str) -> None:
        with _told():
            self._pico = Pico(find_firmware(uf2))
            self._pico.boot()
        self.about = f"an emulated Pico with {Path(uf2).name}"

    def run(self, program: Program, timeout: float, write: Write, errors: Write | None = None) -> Outcome:
        """Run it; `timeout` is in seconds of the PC, where the Pico is some thirty times slower than a real one."""
        with _told():
            self._exec(wrapped(program.before("")))
            self._pico.start(program.text)
            timed_out = self._follow(Answer(program, write), timeout)
            return Outcome(_told_by(program, self._exec(program.ask)), timed_out)

    def ask(self, code: str) -> str:
        """What `code` prints. Raises CommandError."""
        with _told():
            return self._exec(code)

    def _follow(self, answer: Answer, timeout: float) -> bool:
        give_up, timed_out = time.monotonic() + timeout, False
        while not answer.feed(self._pico.read()):
            self._pico.step()
            if time.monotonic() > give_up:
                if timed_out:
                    raise BoardError(_NEVER.format(timeout))
                timed_out, give_up = True, time.monotonic() + _GRACE
                self._pico.write(b"\x03")
        return timed_out

    def _exec(self, code: str) -> str:
        out, error = self._pico.exec(code)
        if error.strip():
            raise BoardError(f"on the board: {error.decode('utf-8', 'replace').strip().splitlines()[-1]}")
        return out.decode("utf-8", "replace").replace("\r\n", "\n")


def _told_by(program: Program, said: str) -> str:
    return retraced(said, str(program.name), {_STDIN: program.lines})


def wrapped(code: str) -> str:
    """`code` in names of its own."""
    return f"exec(compile({code!r}, '<memchunk>', 'exec'), {{}})"


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (BoardError, NoFirmware) as e:
        raise CommandError(str(e).replace("PICO_UF2=", "")) from e
