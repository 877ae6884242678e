"""A board made of MicroPython's unix port: a serial port that mpremote cannot tell from a real one.

    with UnixBoard(folder) as board:
        subprocess.run(["mpremote", "connect", board.port, "ls"])

    mpremote ── pty ── this ── pty ── micropython, in `folder`

The unix port ends at Ctrl-D where a board reboots. So it is started again then, says `MPY: soft reboot` as a
board does, and is put back into the raw REPL if it was in it. It takes Ctrl-C for a byte in the raw REPL, even
while a program runs there: one that it leaves unread is made the signal that it would be on a board. `folder` is the
board's flash: boot.py runs at each start, main.py when the raw REPL is left, `lib` is on sys.path. From a shell:

    python -m memchunk_host.unix_board FOLDER
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import subprocess
import sys
import termios
import threading
import time
import tty
from pathlib import Path
from types import TracebackType

from memchunk_host.interpreter import NoInterpreter, find

_CTRL_C, _UNREAD = b"\x03", 1  # seconds in which a REPL reads what it gets, however busy the PC is
_RAW, _FRIENDLY = b"\x01"[0], b"\x02"[0]  # what a host sends to enter and to leave the raw REPL
_START = """
def _run(name):
    import sys
    try:
        with open(name) as file:
            code = compile(file.read(), name, "exec")
    except OSError:
        return
    try:
        exec(code, globals())
    except BaseException as e:
        sys.print_exception(e)
for _name in {names}:
    _run(_name)
del _run, _name
"""


class UnixBoard:
    """The unix port in `folder`, behind the serial port `port`, in a heap of `heap`.

    `unplug_after` bytes from the host the cable is pulled: the port goes away, the interpreter is killed.
    """

    def __init__(self, folder: Path, heap: str = "256k", unplug_after: int | None = None) -> None:
        self._folder = folder
        self._command = [find(), "-X", f"heapsize={heap}", "-i", "-c"]
        self._left = unplug_after
        self._raw = False
        self._to_board = self._to_host = b""
        self._host, self._device = _pty()  # the side that is ours, and the one that mpremote opens
        os.set_blocking(self._host, False)
        self.port = os.ttyname(self._device)
        self._wake, self._stop = os.pipe()
        self._start()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def __enter__(self) -> UnixBoard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the interpreter and let go of the port."""
        os.write(self._stop, b"x")
        self._thread.join()
        os.close(self._wake)
        os.close(self._stop)

    def _start(self) -> None:
        ours, theirs = _console()
        names = ("boot.py",) if self._raw else ("boot.py", "main.py")
        self._child = subprocess.Popen(
            [*self._command, _START.format(names=names)],
            cwd=self._folder,
            env={**os.environ, "MICROPYPATH": ":.frozen:./lib", "MICROPYINSPECT": "1"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        self._input = os.ttyname(theirs)
        os.close(theirs)
        self._terminal = ours
        os.set_blocking(ours, False)
        self._to_board = bytes([_RAW]) if self._raw else b""

    def _carry(self) -> None:
        try:
            while self._step():
                pass
        finally:
            self._end_child()
            for one in (self._host, self._device):
                os.close(one)

    def _step(self) -> bool:
        """Carry what there is in either direction; False at the end."""
        sources = [self._wake, *[self._host] * (not self._to_board), *[self._terminal] * (not self._to_host)]
        targets = [*[self._host] * bool(self._to_host), *[self._terminal] * bool(self._to_board)]
        readable, writable, _ = select.select(sources, targets, [])
        if self._wake in readable:
            return False
        if self._host in writable:  # never more than fits: whoever reads here may have gone
            self._to_host = self._to_host[os.write(self._host, self._to_host) :]
        if self._terminal in writable:
            n = os.write(self._terminal, self._to_board)
            written, self._to_board = self._to_board[:n], self._to_board[n:]
            if _CTRL_C in written and _stays_unread(self._input):
                self._child.send_signal(signal.SIGINT)
        if self._host in readable:
            self._take(os.read(self._host, 4096))
        if self._terminal in readable:
            self._to_host = _read(self._terminal) or self._reboot()
        return self._left != 0 or bool(self._to_board)

    def _take(self, data: bytes) -> None:
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        for byte in data:
            if byte in (_RAW, _FRIENDLY):
                self._raw = byte == _RAW
        self._to_board = data

    def _reboot(self) -> bytes:
        self._end_child()
        self._start()
        return b"MPY: soft reboot\r\n"

    def _end_child(self) -> None:
        os.close(self._terminal)
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGKILL)
        self._child.wait()


def _pty() -> tuple[int, int]:
    ours, theirs = os.openpty()
    tty.setraw(theirs)  # bytes, unchanged
    return ours, theirs


def _console() -> tuple[int, int]:
    """A terminal that keeps every byte; all it does by itself is to turn Ctrl-C into SIGINT.

    That is so while a program runs: the interpreter takes Ctrl-C as a byte while it reads one.
    """
    ours, theirs = os.openpty()
    settings = termios.tcgetattr(theirs)
    settings[0] = settings[1] = 0
    settings[3] = termios.ISIG | termios.NOFLSH
    for key in (termios.VQUIT, termios.VSUSP):
        settings[6][key] = b"\0"
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    return ours, theirs


def _take_terminal() -> None:
    """Make standard input the terminal whose Ctrl-C reaches this process."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux, when the other side is closed
        return b""


def _stays_unread(terminal: str) -> bool:
    """Whether a program runs that does not read what is typed, and Ctrl-C is no signal by itself."""
    fd = os.open(terminal, os.O_RDONLY | os.O_NOCTTY)
    give_up = time.monotonic() + _UNREAD
    try:
        if termios.tcgetattr(fd)[3] & termios.ISIG:
            return False
        while any(fcntl.ioctl(fd, termios.FIONREAD, bytes(4))):
            if time.monotonic() > give_up:
                return True
            time.sleep(0.01)
        return False
    finally:
        os.close(fd)


def main() -> int:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: python -m memchunk_host.unix_board FOLDER", file=sys.stderr)
        return 2
    try:
        with UnixBoard(Path(sys.argv[1])) as board:
            print(board.port, flush=True)
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except NoInterpreter as e:
        print(f"unix_board: {e}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
