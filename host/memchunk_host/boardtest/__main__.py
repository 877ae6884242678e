"""Run the board tests.

    python -m memchunk_host.boardtest --target emulated test_timer
    make board-test TARGET=board PORT=/dev/ttyACM0

One line a test, build/board-test/TARGET.xml, and exit status 0 if all passed, 1 if some failed, 2 if the target
can't be used.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from memchunk_host.boardtest import junit, targets
from memchunk_host.boardtest.module import ROOT, Module, load_all
from memchunk_host.boardtest.protocol import Outcome
from memchunk_host.boardtest.runner import run_module
from memchunk_host.build import BuildError

_TARGETS = ("board", "emulated", "unix")
OK, FAILED, UNUSABLE = 0, 1, 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m memchunk_host.boardtest", description="Run the board tests.")
    parser.add_argument("--target", default="board", help=f"one of {', '.join(_TARGETS)}")
    parser.add_argument("--port", default="auto", help="serial port of the board, unless there is just one")
    parser.add_argument("only", nargs="*", help="names of test modules; all unless given")
    options = parser.parse_args()
    if options.target not in _TARGETS:
        print(f"board-test: no target {options.target!r}; there are {' '.join(_TARGETS)}", file=sys.stderr)
        return UNUSABLE
    try:
        modules = load_all(options.only)
        target = _target(options.target, options.port)
    except targets.NotHere as error:
        return _not_here(options.target, error)
    except (targets.TargetError, BuildError, ValueError) as error:
        print(f"board-test: {error}", file=sys.stderr)
        return UNUSABLE
    try:
        return _run(target, modules)
    except targets.TargetError as error:
        print(f"board-test: {error}", file=sys.stderr)
        return UNUSABLE


def _target(name: str, port: str) -> targets.Target:
    if name == "emulated":
        from memchunk_host.boardtest.emulated import Emulated

        return Emulated()
    if name == "unix":
        from memchunk_host.boardtest.unix import Unix

        return Unix()
    from memchunk_host.boardtest.board import Board

    return Board(port)


def _not_here(name: str, why: targets.NotHere) -> int:
    """Said loudly; a failure only where the surroundings ask for all (CI)."""
    print(f"BOARD TESTS NOT RUN: TARGET={name.upper()} IS NOT HERE: {why}", file=sys.stderr)
    return UNUSABLE


def _run(target: targets.Target, modules: list[Module]) -> int:
    print(f"== board tests, {target.name}: {target.about}", flush=True)
    began = time.monotonic()
    with target:
        results = dict(zip((module.name for module in modules), _outcomes(target, modules), strict=True))
    report = ROOT / "build" / "board-test" / f"{target.name}.xml"
    junit.write(report, target.name, results)
    outcomes = [outcome for found in results.values() for outcome in found]
    counts = {verdict: sum(o.verdict == verdict for o in outcomes) for verdict in ("ok", "FAIL", "skip")}
    took = time.monotonic() - began
    passed, failed, skipped = counts.values()
    print(f"{passed} passed, {failed} failed, {skipped} skipped in {took:.0f} s; {os.path.relpath(report)}")
    if not passed:
        print("NO BOARD TEST PASSED" if failed else "NO BOARD TEST RAN")
    return OK if passed and not failed else FAILED


def _outcomes(target: targets.Target, modules: list[Module]) -> list[list[Outcome]]:
    if target.workers == 1 or len(modules) == 1:
        return [_module(target, module) for module in modules]
    with ProcessPoolExecutor(target.workers) as pool:
        return list(pool.map(partial(_module, target), modules))


def _module(target: targets.Target, module: Module) -> list[Outcome]:
    return run_module(target, module, partial(_say, module))


def _say(module: Module, outcome: Outcome) -> None:
    line = f"{outcome.verdict:5}{module.name}.{outcome.name}"
    line += f": {outcome.text}" if outcome.verdict == "skip" else f"  {outcome.seconds:.1f} s"
    below = outcome.text.rstrip().splitlines() if outcome.verdict == "FAIL" else []
    sys.stdout.write("\n    ".join([line, *below]) + "\n")  # in one piece: modules may run side by side
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
