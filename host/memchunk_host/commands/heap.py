"""Draw the heap: what lies where, what is free, and in how large pieces.

    memchunk heap /dev/ttyACM0
    memchunk heap --unix walk.py --every 0.5 --svg walk.svg --png walk.png
    memchunk heap --emulator RPI_PICO.uf2 --script walk.py --every 0.2

Of a board, the heap as its program left it when it was interrupted; the board starts anew afterwards. With --every,
snapshots while a script runs: --script, or the board's own main.py. It runs with a look at the clock before each of
its statements, and a snapshot in the end. Exit status: 1 if the script raises, exits with another status than 0 or has
to be stopped.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from pathlib import Path

from rich.console import Console

from memchunk_host.commands.places import seconds
from memchunk_host.console import INCOMPLETE, OK, CommandError, say
from memchunk_host.heapmap import take
from memchunk_host.heapmap.picture import picture, when
from memchunk_host.heapmap.snapshot import Snapshot
from memchunk_host.heapmap.terminal import show
from memchunk_host.profile import load
from memchunk_host.profile.instrument import instrument
from memchunk_host.profile.where import Unix, Where

HELP = "draw the heap of a board or of a script"
_HEAP = "400k"  # a Pico's, in words of twice the size


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell `parser` the arguments of this command."""
    parser.add_argument("port", nargs="?", metavar="PORT", help="serial port of a board; auto: the one there is")
    parser.add_argument("--unix", type=Path, metavar="SCRIPT", help="run SCRIPT on MicroPython's unix port")
    parser.add_argument("--emulator", metavar="UF2", help="an emulated Pico with this firmware: slow")
    parser.add_argument("--script", type=Path, metavar="SCRIPT", help="what to run on PORT or the emulator")
    parser.add_argument("--every", type=seconds, default=0, metavar="S", help="a snapshot each S seconds")
    parser.add_argument("--heap", default=_HEAP, metavar="SIZE", help=f"of the unix port; default: {_HEAP}")
    parser.add_argument("--timeout", type=seconds, default=60, metavar="S", help="stop it after S; default: 60")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the picture")
    parser.add_argument("--png", type=Path, metavar="FILE", help="the same, drawn by rsvg-convert; no: none")
    parser.add_argument("--patience", type=seconds, default=10, metavar="S", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Take and draw snapshots as `args` say. Returns the exit status."""
    if sum(map(bool, (args.port, args.unix, args.emulator))) != 1:
        raise CommandError("one of PORT, --unix SCRIPT and --emulator UF2, please")
    if args.script and args.unix:
        raise CommandError("--script is for PORT and --emulator; --unix names the script itself")
    if args.emulator and args.every and not args.script:
        raise CommandError("--every needs --script here")
    snapshots, wrong = _snapshots(args)
    for snapshot in snapshots[:1] + snapshots[1:][-1:]:
        show(snapshot, Console(), when(snapshot))
    name = args.unix or args.script or args.port or args.emulator
    draw(picture(f"Heap: {Path(name).name}", snapshots), args.svg, args.png)
    if wrong:
        say(f"{name}: {wrong}")
    return INCOMPLETE if wrong else OK


def draw(svg: str, path: Path | None, png: Path | None) -> None:
    """Write the picture, in either form. Raises CommandError."""
    try:
        if path:
            path.write_text(svg, encoding="utf-8")
        if png and str(png) != "no":
            _png(svg, png)
    except OSError as e:
        raise CommandError(f"{e.filename}: {e.strerror or e}") from e


def _png(svg: str, path: Path) -> None:
    tool = shutil.which("rsvg-convert")
    if tool is None:
        raise CommandError("--png: no rsvg-convert here (Debian: librsvg2-bin); --svg needs nothing")
    done = subprocess.run([tool, "-o", str(path)], input=svg.encode(), capture_output=True)
    if done.returncode:
        raise CommandError(f"{path}: rsvg-convert: {done.stderr.decode('utf-8', 'replace').strip()}")


def _snapshots(args: argparse.Namespace) -> tuple[list[Snapshot], str]:
    if args.unix:
        return _during(args, args.unix, Unix(args.heap))
    try:
        from memchunk_host.deploy.ports import find_port
        from memchunk_host.profile.boards import Emulated, OnBoard
    except ImportError as e:
        raise CommandError(f"{e.name} is missing: pip install 'memchunk[deploy,emulator]'") from e
    if args.emulator:
        if args.script:
            return _during(args, args.script, Emulated(args.emulator))
        return [take.of_emulated(args.emulator)], ""
    port = find_port(args.port)
    if not args.script and not args.every:
        return [take.of_board(port, args.patience)], ""
    board = OnBoard(port, args.patience)
    try:
        if args.script:
            return _during(args, args.script, board)
        script = instrument("main.py", board.read("main.py"))
        return take.of_script(script, Path("main.py"), board, args.every, args.timeout)
    except SyntaxError as e:
        raise CommandError(f"the board's main.py:{e.lineno}: {e.msg}") from e
    finally:
        board.close()


def _during(args: argparse.Namespace, path: Path, where: Where) -> tuple[list[Snapshot], str]:
    return take.of_script(load(path), path, where, args.every, args.timeout)
