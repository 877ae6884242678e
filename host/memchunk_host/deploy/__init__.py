"""Put the device package on a board, so that what was there works until the new one is complete and checked.

    from memchunk_host.deploy import deploy
    deploy("auto", app=Path("examples/x.py"))

ports   which one           board    the link, errors in one line
package which files         plan     what to send, from hashes
parcels how it is sent      on_board what runs there: staging, swap, self-check
app     main.py

New files go beside the package. On the board, what is unchanged is copied to them; all is hashed; a fresh
interpreter imports the staged package and checks it; only then is it swapped in, by renaming.
"""

from __future__ import annotations

import time
from pathlib import Path

from memchunk_host.console import INCOMPLETE, OK, CommandError, say
from memchunk_host.deploy.app import App, put_app, read_app
from memchunk_host.deploy.board import Board, BoardLost
from memchunk_host.deploy.package import Package, package_for, supported, uses_heap
from memchunk_host.deploy.ports import find_port
from memchunk_host.deploy.steps import Steps

_LISTEN = 2  # seconds to hear whether the program raises at once
_MOST = 1 << 16  # bytes of what it says meanwhile


def deploy(
    port: str = "auto",
    app: Path | None = None,
    to: str | None = None,
    sources: bool = False,
    patience: float = 10,
    heap: bool = False,
) -> int:
    """Deploy to `port` ("auto": the one board that is there), and say on standard output how it went.

    `app` becomes main.py; `to` is another directory than the first `lib` on the board's sys.path; `sources` copies
    `.py`; `patience` is how many seconds the board may take to stop or start; with `heap`, or an `app` that imports
    it, `memchunk.heap` comes along. Returns the exit status. Raises CommandError; what was on the board still works
    then.
    """
    begun = time.monotonic()
    program = read_app(app) if app is not None else None
    with Board(find_port(port), patience) as board:
        try:
            status = _deploy(board, program, to, sources, heap)
        except BoardLost as e:
            raise BoardLost(f"{e} (what was on it still works; deploy again)") from e
    _tell("time", f"{time.monotonic() - begun:.1f} s")
    return status


def _deploy(board: Board, program: App | None, to: str | None, sources: bool, heap: bool) -> int:
    steps = _connect(board, to)
    heap = heap or program is not None and uses_heap(program.content)
    _put_package(steps, package_for(steps.facts, sources, heap))
    if program is not None:
        _tell("main.py", f"{program.name}: {put_app(board, program)}")
    _tell("flash", steps.used())
    board.start()
    return _hear(board) if program is not None else OK


def _connect(board: Board, to: str | None) -> Steps:
    board.load("files")
    facts = board.facts(to)
    version = ".".join(map(str, facts.version))
    _tell("board", f"{facts.machine} at {board.port}: {facts.name} {version}, {facts.heap:,} bytes of heap free")
    supported(facts)
    if facts.lib is None:
        raise CommandError(f"{to or 'lib'} is not on the board's sys.path {facts.path}; name a directory: --to DIR")
    return Steps(board, facts, facts.lib)


def _put_package(steps: Steps, package: Package) -> None:
    _tell("package", f"{len(package.files)} files, {package.size:,} bytes: {package.form}")
    todo = steps.look(package)
    sent = 0
    if todo.changes:
        sent = steps.stage(package, todo)
        steps.check_staged()
        steps.swap()
    size = sum(len(package.files[name]) for name in todo.send)
    gone = f"; removed {', '.join(todo.gone)}" if todo.gone else ""
    files = "1 file" if len(todo.send) == 1 else f"{len(todo.send)} files"
    deflated = f", deflated to {sent:,}" if sent < size else ""
    _tell("copied", f"{files}, {size:,} bytes{deflated}, to {steps.lib}{gone}")
    check = steps.finish()
    _tell("imported", f"memchunk {check.version} from {check.file}, {check.backend} kernels")
    _tell("self-check", str(check))
    _tell("heap", f"{check.before:,} bytes free before the import of what a sender needs, {check.after:,} after")


def _hear(board: Board) -> int:
    """Listen to the program for a moment. Returns the exit status."""
    said = board.hear(_LISTEN, _MOST).decode("utf-8", "replace")
    _, raised, traceback = said.partition("Traceback (most recent call last):")
    if not raised:
        return OK
    say(f"memchunk: main.py was started and raised:{traceback.partition('MicroPython ')[0].rstrip()}")
    return INCOMPLETE


def _tell(what: str, text: str) -> None:
    print(f"{what:<12}{text}", flush=True)
