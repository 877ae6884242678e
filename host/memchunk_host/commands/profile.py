"""Which line of a script allocates: line, hits, bytes allocated, increment and source, on stock firmware.

    memchunk profile walk.py
    memchunk profile walk.py --port auto --html walk.html
    memchunk profile walk.py --emulator RPI_PICO.uf2 --quick

A line has what it allocated by itself: what the lines of a function that it calls allocated is theirs. The sum is what
the whole script allocates. "Increment" is what is left of it once the collector has run, which is after every
statement; modules that the script imports are not taken apart. A function that a hard interrupt calls can't be
profiled. Exit status: 0 if the script ends well, 1 if it raises, exits with another status than 0 or has to be
stopped.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from memchunk_host.commands.places import add_places, place
from memchunk_host.console import INCOMPLETE, OK, CommandError, say
from memchunk_host.profile import load, run as run_on
from memchunk_host.profile.page import page
from memchunk_host.profile.table import ENDED, EXITED, Profile, table

HELP = "which line of a script allocates"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell `parser` the arguments of this command."""
    parser.add_argument("script", metavar="SCRIPT", type=Path, help="a program for MicroPython")
    add_places(parser)
    parser.add_argument("--html", metavar="FILE", type=Path, help="write the same as a page with bars")
    parser.add_argument("--quick", action="store_true", help="no increments: collect only where heap gets short")


def run(args: argparse.Namespace) -> int:
    """Profile as `args` say. Returns the exit status."""
    script = load(args.script)
    with place(args) as where:
        profile, stopped = run_on(script, args.script, where, args.timeout, not args.quick)
    status = told(args.script, profile, args.timeout if stopped else 0)
    print(table(profile))
    if args.html:
        write(args.html, page(profile))
    return status


def told(path: Path, profile: Profile, timeout: float) -> int:
    """Tell if the script did not end well; `timeout` if it had to be stopped. Returns the exit status."""
    if timeout:
        say(f"{path}: still ran after {timeout:g} s, at line {profile.at}; stopped")
    elif profile.status == EXITED and profile.code not in ("None", "0"):
        say(f"{path}: exited with {profile.code} at line {profile.at}")
    elif profile.status not in (ENDED, EXITED):
        say(f"{path}: raised at line {profile.at}")
    else:
        return OK
    return INCOMPLETE


def write(path: Path, text: str) -> None:
    """Write a file. Raises CommandError."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as e:
        raise CommandError(f"{path}: {e.strerror or e}") from e

