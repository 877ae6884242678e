"""Run modules on a target, go on after a crash, and name the test that hung.

    outcomes = run_module(target, module, say)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from memchunk_host.boardtest.inject import Injection
from memchunk_host.boardtest.judges import JUDGES
from memchunk_host.boardtest.module import Module
from memchunk_host.boardtest.protocol import Outcome, Transcript
from memchunk_host.boardtest.targets import Run, Target

Say = Callable[[Outcome], None]
Clock = Callable[[], float]


def run_module(target: Target, module: Module, say: Say) -> list[Outcome]:
    """Run until every test of `module` has an outcome; `say` hears of each as it comes."""
    outcomes: list[Outcome] = []

    def hear(outcome: Outcome) -> None:
        outcomes.append(outcome)
        say(outcome)

    left = list(module.tests)
    while left:
        _run(target, module, left, hear)
        done = {outcome.name for outcome in outcomes}
        left = [name for name in left if name not in done]
    return outcomes


def _run(target: Target, module: Module, tests: Sequence[str], say: Say) -> None:
    """One run: `say` hears at least one outcome of `tests`, so that a next run has less to do."""
    transcript = Transcript(say, target.clock)
    injections: Sequence[Injection] = ()
    try:
        with target.run(module, tests) as run:
            injections = run.injections
            ending = _follow(run, transcript, module.timeout, target.clock)
    except Exception as error:  # the board, its cable, the emulator: the tests that are left go on
        ending = f"{type(error).__name__}: {error}"
    transcript.close()
    for name, capture in transcript.captures:
        say(_judged(name, capture, injections))
    for name in _unfinished(transcript, tests):
        why = "\n".join([ending or "the verdict came without it", *transcript.other])
        say(Outcome(name, "FAIL", why, target.clock() - transcript.heard))


def _follow(run: Run, transcript: Transcript, timeout: float, clock: Clock) -> str:
    """Read up to the verdict; what came instead of it."""
    while not transcript.ended:
        data = run.read()
        if data is None:
            return "the program stopped here"
        transcript.feed(data)
        if transcript.stopped:
            return "the program stopped here"
        if clock() - transcript.heard > timeout:
            return f"no word for {timeout:g} s: it hangs here"
    return ""


def _unfinished(transcript: Transcript, tests: Sequence[str]) -> Sequence[str]:
    """The test that did not come back, the one after the last that did; all if no further run will bring more."""
    done = {outcome.name for outcome in transcript.outcomes}
    missing = [name for name in tests if name not in done]
    return missing[:1] if transcript.imported and not transcript.ended else missing


def _judged(name: str, capture: bytes, injections: Sequence[Injection]) -> Outcome:
    """What those who know say of a capture."""
    began = time.monotonic()
    text = ""
    try:
        judges = JUDGES | {key: judge for injection in injections for key, judge in injection.judges.items()}
        judges[name.partition("_")[0]](capture)
    except Exception as error:  # a decoder that trips over it is a failure, too
        text = f"{type(error).__name__}: {error}"
    return Outcome(f"capture_{name}", "FAIL" if text else "ok", text, time.monotonic() - began)
