"""The `memchunk` command; every sub-command is a module of `memchunk_host.commands`.

    memchunk decode walk.mchk --physical -o walk.csv

A command module has `HELP`, `add_arguments(parser)` and `run(args) -> int`.

Exit status: 0 all well; 1 something was lost or damaged; 2 wrong usage, or a file or a board that
cannot be read or written; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from memchunk_host import __version__
from memchunk_host.console import BROKEN_PIPE, INTERRUPTED, OK, USAGE, CommandError, say


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: that of the process). Returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # of a map or a source, where the terminal's encoding is a small one
    try:
        args = _parser().parse_args(argv)
        status: int = args.run(args)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except SystemExit as stop:  # argparse, after its message
        return stop.code if isinstance(stop.code, int) else OK
    except CommandError as error:
        return _fail(str(error), USAGE)
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    except BrokenPipeError:
        _drop_stdout()
        return BROKEN_PIPE
    except OSError as error:
        _drop_stdout()
        return _fail(f"standard output: {error.strerror or error}", USAGE)


def _parser() -> argparse.ArgumentParser:
    from memchunk_host.commands import COMMANDS  # numpy loads here, within reach of Ctrl-C

    parser = argparse.ArgumentParser(prog="memchunk", description="Sensor streams, on the PC side.")
    parser.add_argument("--version", action="version", version=f"memchunk {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=command.HELP, description=command.__doc__)
        sub.formatter_class = argparse.RawDescriptionHelpFormatter
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


def _fail(message: str, status: int) -> int:
    say(f"memchunk: {message}")
    return status


def _drop_stdout() -> None:
    """Send what is still buffered nowhere, or else the interpreter complains of it when it exits."""
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass  # no descriptor behind stdout: nothing to complain later
