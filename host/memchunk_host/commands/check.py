"""Hold a script to its memory budgets, for CI: one line a violated budget, and exit status 1.

    memchunk check walk.py --budget 20k
    memchunk check walk.py --budget 20k --emulator RPI_PICO.uf2 --picture walk.svg

--budget bounds what the whole script holds at once, above what was in use before its first statement: all that is
alive, and the garbage of the statement that runs, since the collector runs after each. A comment `# budget: 512`
behind `def` bounds what the function's own lines allocate a call, on average over its calls; behind another
statement, what that allocates each time. Any line of either will do; where there is nothing to measure it is refused.
The picture is the heap when it went over the budget, and in the end.
A script that raises, exits with another status than 0 or has to be stopped has failed, too.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from memchunk_host.commands.heap import draw
from memchunk_host.commands.places import add_places, place
from memchunk_host.commands.profile import told
from memchunk_host.console import INCOMPLETE, CommandError, put_out
from memchunk_host.heapmap.picture import picture
from memchunk_host.heapmap.snapshot import Snapshot
from memchunk_host.heapmap.take import sieve_for
from memchunk_host.profile import load, run as run_on
from memchunk_host.profile.budgets import Verdict, bounds, judge, parse_size

HELP = "hold a script to its memory budgets"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell `parser` the arguments of this command."""
    parser.add_argument("script", metavar="SCRIPT", type=Path, help="a program for MicroPython")
    parser.add_argument("--budget", metavar="SIZE", help="what the script may hold at once: 512, 20k, 1m")
    add_places(parser)
    parser.add_argument("--picture", metavar="FILE", type=Path, help="draw the heap: SVG, or PNG if FILE ends in .png")


def run(args: argparse.Namespace) -> int:
    """Check as `args` say. Returns the exit status."""
    script = load(args.script)
    try:
        whole = None if args.budget is None else parse_size(args.budget)
        written = list(bounds(script))
    except ValueError as e:
        raise CommandError(f"{args.script}: {e}") from e
    if whole is None and not written:
        raise CommandError(f"{args.script}: no budget: give --budget, or write `# budget: 512` behind a def")
    snapshots: list[Snapshot] = []
    sieve = sieve_for(script, snapshots, put_out)
    bound = -1 if not args.picture else whole if whole is not None else sys.maxsize >> 34
    with place(args) as where:
        profile, stopped = run_on(script, args.script, where, args.timeout, write=sieve.feed, bound=bound)
    sieve.close()
    status = told(args.script, profile, args.timeout if stopped else 0)
    verdicts = judge(profile, whole)
    _tell(args.script, verdicts)
    if snapshots:
        svg, png = (None, args.picture) if args.picture.suffix.lower() == ".png" else (args.picture, None)
        draw(picture(f"Heap: {args.script.name}", snapshots), svg, png)
    return status if all(verdict.kept for verdict in verdicts) else INCOMPLETE


def _tell(path: Path, verdicts: list[Verdict]) -> None:
    for verdict in verdicts:
        place = f"{path}:{verdict.line}" if verdict.line else str(path)
        if not verdict.kept:
            print(f"{place}: OVER BUDGET: {verdict}")
        elif verdict.used is None:
            print(f"{place}: {verdict}")
    kept = [str(verdict) for verdict in verdicts if verdict.kept and verdict.used is not None]
    if len(kept) == len(verdicts):
        print(f"{path}: within budget: {'; '.join(kept)}")
