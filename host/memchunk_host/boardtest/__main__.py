"""Run the board tests.

    python -m memchunk_host.boardtest --target emulated test_view
    make board-test TARGET=board PORT=/dev/ttyACM0

One line a test, build/board-test/TARGET.xml, and exit status 0 if all passed, 1 if some failed, 2 if the target
can't be used.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from memchunk_host.boardtest import session
from memchunk_host.boardtest.module import load_all
from memchunk_host.boardtest.targets import NotHere, TargetError
from memchunk_host.build import BuildError

OK, FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main() -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m memchunk_host.boardtest", description="Run the board tests.")
    parser.add_argument("--target", default="board", help=f"one of {', '.join(session.TARGETS)}")
    parser.add_argument("--port", default="auto", help="serial port of the board, unless there is just one")
    parser.add_argument("only", nargs="*", help="names of test modules; all unless given")
    options = parser.parse_args()
    try:
        return _run(options.target, options.port, options.only)
    except NotHere as error:
        return _unusable(f"BOARD TESTS NOT RUN: TARGET={options.target.upper()} IS NOT HERE: {error}")
    except (TargetError, BuildError, ValueError) as error:
        return _unusable(f"board-test: {error}")
    except KeyboardInterrupt:
        return INTERRUPTED


def _unusable(line: str) -> int:
    print(line, file=sys.stderr)
    return UNUSABLE


def _run(name: str, port: str, only: list[str]) -> int:
    modules = load_all(only)
    target = session.open_target(name, port)
    print(f"== board tests, {target.name}: {target.about}", flush=True)
    began = time.monotonic()
    passed, failed, skipped = session.counts(session.run_all(target, modules))
    took = time.monotonic() - began
    report = os.path.relpath(session.report(target))
    print(f"{passed} passed, {failed} failed, {skipped} skipped in {took:.0f} s; {report}")
    if not passed:
        print("NO BOARD TEST PASSED")
    return OK if passed and not failed else FAILED


if __name__ == "__main__":
    sys.exit(main())
