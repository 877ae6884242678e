"""A whole run: a target by name, modules side by side where it can, and the report.

    target = open_target("emulated")
    results = run_all(target, load_all([]))
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from memchunk_host.boardtest import junit
from memchunk_host.boardtest.module import ROOT, Module
from memchunk_host.boardtest.protocol import Outcome
from memchunk_host.boardtest.runner import run_module
from memchunk_host.boardtest.targets import Target, TargetError

TARGETS = ("board", "emulated", "unix")
Results = dict[str, list[Outcome]]


def open_target(name: str, port: str = "auto") -> Target:
    """The target of that name. Raises TargetError, NotHere or BuildError."""
    if name == "emulated":
        from memchunk_host.boardtest.emulated import Emulated

        return Emulated()
    if name == "unix":
        from memchunk_host.boardtest.unix import Unix

        return Unix()
    if name != "board":
        raise TargetError(f"no target {name!r}; there are {' '.join(TARGETS)}")
    from memchunk_host.boardtest.board import Board

    return Board(port)


def run_all(target: Target, modules: Sequence[Module]) -> Results:
    """Run `modules` on `target`, a line for each test, and write the report. Raises TargetError."""
    with target:
        if target.workers == 1 or len(modules) < 2:
            found = [_module(target, module) for module in modules]
        else:
            with ProcessPoolExecutor(target.workers) as pool:
                found = list(pool.map(partial(_module, target), modules))
    results = {module.name: outcomes for module, outcomes in zip(modules, found, strict=True)}
    junit.write(report(target), target.name, results)
    return results


def report(target: Target) -> Path:
    """Where the report of a run on `target` lies."""
    return ROOT / "build" / "board-test" / f"{target.name}.xml"


def counts(results: Results) -> tuple[int, int, int]:
    """Tests passed, failed and skipped."""
    verdicts = [outcome.verdict for outcomes in results.values() for outcome in outcomes]
    return verdicts.count("ok"), verdicts.count("FAIL"), verdicts.count("skip")


def _module(target: Target, module: Module) -> list[Outcome]:
    return run_module(target, module, partial(_say, module))


def _say(module: Module, outcome: Outcome) -> None:
    line = f"{outcome.verdict:5}{module.name}.{outcome.name}"
    line += f": {outcome.text}" if outcome.verdict == "skip" else f"  {outcome.seconds:.1f} s"
    below = outcome.text.rstrip().splitlines() if outcome.verdict == "FAIL" else []
    sys.stdout.write("\n    ".join([line, *below]) + "\n")  # in one piece: modules may run side by side
    sys.stdout.flush()
