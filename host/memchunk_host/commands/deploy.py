"""Put memchunk on a board, and check it there.

    memchunk deploy
    memchunk deploy --port /dev/ttyACM0 --app examples/process_data_in_chunks.py

Only files that changed are copied. They go beside those that are there, and take their place when they are
complete and have passed a self-check on the board: whatever fails before, what was there still works.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from memchunk_host.console import CommandError

HELP = "put memchunk on a board, and check it there"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell `parser` the arguments of this command."""
    parser.add_argument("--port", default="auto", metavar="PORT", help="serial port; default: the one board there is")
    parser.add_argument("--app", metavar="FILE", help="a program, to be the board's main.py and started")
    parser.add_argument("--to", metavar="DIR", help="default: the first lib on the board's sys.path")
    parser.add_argument("--py", action="store_true", help="copy the sources instead of .mpy files")
    parser.add_argument("--heap", action="store_true", help="copy the instruments of memchunk.heap, too")
    parser.add_argument(
        "--patience", type=float, default=10, metavar="S", help="seconds for the board to stop or start; default: 10"
    )


def run(args: argparse.Namespace) -> int:
    """Deploy as `args` say. Returns the exit status."""
    try:
        from memchunk_host.deploy import deploy
    except ImportError as e:
        raise CommandError(f"{e.name} is missing: pip install 'memchunk[deploy]'") from e
    return deploy(args.port, Path(args.app) if args.app else None, args.to, args.py, args.patience, args.heap)
