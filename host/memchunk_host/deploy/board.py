"""A board on a serial port: calls of the functions in on_board/, files, resets. mpremote does the talking.

    with Board("/dev/ttyACM0") as board:
        board.load("files")
        board.call("kind", "/lib")

Whatever goes wrong is a CommandError of one line. In the end the board starts as after power on, its own
main.py included.
"""

from __future__ import annotations

import ast
import contextlib
import errno
import io
import re
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from types import TracebackType

import serial
from mpremote.transport import TransportError, TransportExecError
from mpremote.transport_serial import SerialTransport

from memchunk_host.console import CommandError

_BLOCK = 1024  # bytes of a file that go to the board at a time
_QUIET = 0.2  # seconds without a byte: the program has stopped
_STALLED = 5  # seconds that bytes may be under way
_SLOW = 6  # times the patience: what the board may work without a sign of life
_FULL = "the board's file system is full"
_GONE = "the board is gone: is the cable still plugged in?"


class BoardFull(CommandError):
    """The file system of the board has no room left."""


class BoardFailed(CommandError):
    """Code raised on the board; the last line of its traceback."""


class BoardLost(CommandError):
    """The board does not answer any more."""


@dataclass(frozen=True)
class Facts:
    """What on_board/files.py found out about the firmware. `lib`, `before`: see there.

    `heap`: free bytes; `path`: sys.path; `inflates`: whether it can read what was deflated.
    """

    name: str
    version: tuple[int, ...]
    machine: str
    mpy: int | None
    heap: int
    lib: str | None
    before: str | None
    path: list[str]
    inflates: bool = False


class Board:
    """The board at `port`, its program stopped. `patience`: seconds that it may take to stop or start. Without
    `reset` what the program left is still there.

    Raises CommandError if the port cannot be opened, or nothing there answers like a MicroPython.
    """

    def __init__(self, port: str, patience: float = 10, reset: bool = True) -> None:
        self.port = port
        self._patience = patience
        self._link = _open(port)
        self._stopped = False
        try:
            self._interrupt()
            self._enter(reset)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Board:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._stopped and not isinstance(error, BoardLost):
            with contextlib.suppress(CommandError):
                self.start()
        self.close()

    def reset(self) -> None:
        """Reset softly: an empty heap, nothing imported, main.py not run. What was loaded is gone."""
        self._enter(True)

    def load(self, name: str) -> None:
        """Send the file `name` of on_board/, whose functions can then be called."""
        self.run(_compact(resources.files(__package__).joinpath(f"on_board/{name}.py").read_text("utf-8")))

    def facts(self, to: str | None) -> Facts:
        """What there is to know of the firmware, and of `to` (None: the first `lib` on sys.path)."""
        return Facts(**self.call("facts", to))  # type: ignore[arg-type]

    def run(self, code: str) -> str:
        """What `code` prints. Raises BoardFailed if it raised."""
        with self._talk():
            said, error = self._link.exec_raw(code, timeout=_SLOW * self._patience)
            if error:
                raise TransportExecError(said, error.decode("utf-8", "replace"))
            return bytes(said).decode("utf-8", "replace").replace("\r\n", "\n")

    def call(self, function: str, *arguments: object) -> object:
        """What a loaded function returns. Raises BoardFailed if it raised."""
        said = self.run(f"print(repr({function}({', '.join(map(repr, arguments))})))")
        return ast.literal_eval(said.rstrip().rpartition("\n")[2])

    def output(self, function: str, *arguments: object) -> str:
        """What a loaded function prints."""
        return self.run(f"{function}({', '.join(map(repr, arguments))})")

    def write(self, path: str, content: bytes) -> None:
        """Write a file on the board. Raises BoardFull."""
        with self._talk():
            self._link.fs_writefile(path, content, chunk_size=_BLOCK)

    def read(self, path: str) -> bytes:
        """Read a file of the board."""
        with self._talk():
            return bytes(self._link.fs_readfile(path, chunk_size=_BLOCK))

    def start(self) -> None:
        """Start as after power on: boot.py, main.py."""
        with self._talk():
            self._link.serial.write(b"\r\x03\r\x02")  # also out of a command that was half sent
            self._link.read_until(1, b">>> ", timeout_overall=self._patience)
            self._link.serial.write(b"\x04")
            self._link.read_until(1, b"soft reboot\r\n", timeout_overall=self._patience)
            self._stopped = False

    def begin(self, code: str) -> None:
        """Run `code`, and do not wait for its end: `hear` has what it says."""
        with self._talk():
            self._link.exec_raw_no_follow(code)

    def interrupt(self) -> None:
        """Ctrl-C to what `begin` began; whether it stops is for `hear` to tell."""
        with self._talk():
            self._link.serial.write(b"\r\x03")

    def prompt(self) -> None:
        """Have the raw REPL ask for more again, after `hear` has taken its prompt."""
        with self._talk():
            self._link.serial.write(b"\x01")

    def hear(self, seconds: float, size: int = 0) -> bytes:
        """What the board says within `seconds`, up to `size` bytes; for 0 as soon as it says something."""
        with self._talk():
            self._link.serial.timeout, before = seconds, self._link.serial.timeout
            said = self._link.serial.read(size or self._link.serial.in_waiting or 1)
            self._link.serial.timeout = before
            return bytes(said)

    def close(self) -> None:
        """Let go of the port; the program stays stopped."""
        with contextlib.suppress(OSError):
            self._link.close()

    def _enter(self, reset: bool) -> None:
        """Into the raw REPL."""
        with self._talk(f"{self.port}: no MicroPython answers: another kind of device, or a program that never yields"):
            self._link.enter_raw_repl(soft_reset=reset, timeout_overall=self._patience)
            self._stopped = True

    def _interrupt(self) -> None:
        """Ctrl-C until the program is silent: mpremote waits for that without end."""
        give_up = time.monotonic() + self._patience
        with self._talk():
            before, self._link.serial.timeout = self._link.serial.timeout, _QUIET
            while time.monotonic() < give_up:
                self._link.serial.write(b"\r\x03")
                if not self._chatter(give_up):
                    self._link.serial.timeout = before
                    return
        raise BoardLost(f"{self.port}: talks on and on, Ctrl-C or not: no MicroPython, or a program that never yields")

    def _chatter(self, give_up: float) -> bool:
        """Read what comes; False at the first silence, True if that does not come within a second."""
        until = min(give_up, time.monotonic() + 1)
        while time.monotonic() < until:
            if not self._link.serial.read(self._link.serial.in_waiting or 1):
                return False
        return True

    @contextlib.contextmanager
    def _talk(self, no_answer: str = "") -> Iterator[None]:
        """Make one line of whatever goes wrong while mpremote talks; what it prints by itself is dropped."""
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                yield
        except TransportExecError as e:
            raise _told_by_board(e.error_output) from e
        except TransportError as e:
            raise BoardLost(no_answer or f"{self.port}: the board does not answer any more ({e})") from e
        except (OSError, struct.error) as e:  # struct: mpremote reads on when nothing came
            if not isinstance(e, (serial.SerialException, struct.error)) and e.errno == errno.ENOSPC:
                raise BoardFull(_FULL) from e
            raise BoardLost(f"{self.port}: {_GONE}") from e


def _compact(source: str) -> str:
    """The same program without docstrings, comments and most of the indentation: half as long on the wire."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return re.sub(r"^(?: {4})+", lambda found: found[0][::4], ast.unparse(tree), flags=re.MULTILINE)


def _told_by_board(output: str) -> CommandError:
    lines = [line for line in output.splitlines() if line.strip()]
    if "ENOSPC" in output or output.rstrip().endswith("OSError: 28"):
        return BoardFull(_FULL)
    return BoardFailed(f"on the board: {lines[-1] if lines else 'an error without a name'}")


def _open(port: str) -> SerialTransport:
    """Open `port`. Raises CommandError that says why it cannot be."""
    try:
        link = SerialTransport(port, timeout=_STALLED)
    except (TransportError, ValueError):  # ValueError: a URL of a kind that pyserial does not know
        raise CommandError(f"{port}: {_why(port)}") from None
    link.serial.write_timeout = _STALLED
    return link


def _why(port: str) -> str:
    """Why `port` cannot be opened: mpremote does not say."""
    try:
        serial.serial_for_url(port, exclusive=True).close()
    except (OSError, ValueError) as e:
        number = getattr(e, "errno", None)
        if number == errno.ENOENT:
            return "no such port; is the board plugged in?"
        if number == errno.EACCES:
            return "no permission; on Linux: sudo usermod -aG dialout $USER, then log out and in"
        if number in (errno.EBUSY, errno.EAGAIN) or "lock" in str(e):
            return "busy: another program has it open (a terminal, Thonny, mpremote)"
        return f"not a serial port ({e})"
    return "it could not be opened at first; try again"
