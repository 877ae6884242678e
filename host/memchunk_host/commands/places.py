"""What `profile`, `heap` and `check` share: where a script runs, and the arguments that say so.

    add_places(parser)
    with place(args) as where:
        where.run(program, args.timeout, write)
"""

from __future__ import annotations

import argparse
import contextlib
import math
from collections.abc import Iterator

from memchunk_host.console import CommandError
from memchunk_host.profile.where import Unix, Where

HEAP = "4m"
_SHORTEST, _LONGEST = 0.001, 500_000  # seconds: a board's ticks are milliseconds, and half their period is 2**29


def add_places(parser: argparse.ArgumentParser) -> None:
    """Tell `parser` of --unix, --port and --emulator, --heap and --timeout."""
    places = parser.add_mutually_exclusive_group()
    places.add_argument("--unix", action="store_true", help="on MicroPython's unix port (default)")
    places.add_argument("--port", metavar="PORT", help="on the board at this serial port; auto: the one there is")
    places.add_argument("--emulator", metavar="UF2", help="on an emulated Pico with this firmware: slow")
    parser.add_argument("--heap", default=HEAP, metavar="SIZE", help=f"of the unix port; default: {HEAP}")
    parser.add_argument("--timeout", type=seconds, default=300, metavar="S", help="stop it after so long; default: 300")


def seconds(text: str) -> float:
    """A type of arguments: a span of time. Raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not _SHORTEST <= value <= _LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from {_SHORTEST:g} to {_LONGEST:,}")
    return value


@contextlib.contextmanager
def place(args: argparse.Namespace) -> Iterator[Where]:
    """Where `args` say. Raises CommandError."""
    if not args.port and not args.emulator:
        yield Unix(args.heap)
        return
    try:
        from memchunk_host.deploy.ports import find_port
        from memchunk_host.profile import boards
    except ImportError as e:
        raise CommandError(f"{e.name} is missing: pip install 'memchunk[deploy,emulator]'") from e
    if args.emulator:
        yield boards.Emulated(args.emulator)
        return
    board = boards.OnBoard(find_port(args.port))
    try:
        yield board
    finally:
        board.close()
