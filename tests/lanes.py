"""Run the tests on every runtime that this machine has, from one set of sources.

    python tests/lanes.py                              # all lanes; `make test`
    python tests/lanes.py --lane unix-mpy test_ring    # one lane, one module

cpython   pytest over tests/
unix-py   micropython, lib/ and tests/device/ as they are
unix-mpy  micropython, the built package and compiled tests, in a small heap, without the sources
wasm      MicroPython's WebAssembly port under node: 31-bit small integers, no emitter
board-unix, pico   board_tests/ on the unix port, and on real firmware in an emulated Pico where PICO_UF2 names it

A comment in the first lines of a module in tests/device/ says what it needs, all of it optional:
`# lanes: cpython unix-py heap=256k timeout=300`. On a device a module passes only by the last line
that run.py prints: a crash, a hang and a full heap leave none.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "host"), str(ROOT / "tests")]

from memchunk_host.boardtest.module import load_all  # noqa: E402
from memchunk_host.boardtest.session import counts, open_target, run_all  # noqa: E402
from memchunk_host.boardtest.targets import NotHere, TargetError  # noqa: E402
from memchunk_host.build import BuildError, build_package, build_tests  # noqa: E402
from memchunk_host.interpreter import NoInterpreter, WrongInterpreter, architecture, find  # noqa: E402
from wasm.install import Unavailable, wasm_port  # noqa: E402

DEVICE_TESTS = ROOT / "tests" / "device"
FAKES = ROOT / "tests" / "fakes"  # of machine's classes
MODELS = ROOT / "host" / "memchunk_host" / "emulator"  # its package `sensors` runs on MicroPython, too
LANES = ("cpython", "unix-py", "unix-mpy", "wasm")
BOARD_LANES = {"board-unix": "unix", "pico": "emulated"}  # targets of board_tests/
HEAP = {"unix-py": "256k", "unix-mpy": "160k", "wasm": "256k"}  # unix-py compiles in its own
TIMEOUT = 120  # seconds a module
WORKERS = 2

Say = Callable[[str], None]


@dataclass
class Needs:
    """What the `# lanes:` comment of a test module asks for."""

    lanes: tuple[str, ...] = LANES
    heap: str | None = None
    timeout: int = TIMEOUT


@dataclass
class Result:
    """What came of one lane."""

    lane: str
    modules: int = 0
    elsewhere: list[str] = field(default_factory=list)
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    not_run: str = ""


def needs(path: Path) -> Needs:
    """Read the `# lanes:` comment of a module. Raises ValueError for a word it does not know."""
    found = re.search(r"^# lanes:(.*)$", "\n".join(path.read_text("utf-8").splitlines()[:30]), re.MULTILINE)
    wanted = Needs()
    words = found.group(1).split() if found else []
    for word in words:
        key, _, value = word.partition("=")
        if key == "heap" and re.fullmatch(r"\d+k", value):
            wanted.heap = value
        elif key == "timeout" and value.isdigit():
            wanted.timeout = int(value)
        elif word not in LANES:
            raise ValueError(f"{path}: `# lanes:` does not know {word!r}")
    named = tuple(word for word in words if word in LANES)
    wanted.lanes = named or LANES
    return wanted


def cpython(result: Result, only: list[str]) -> None:
    """pytest over tests/, its own output as it is."""
    report = ROOT / "build" / "pytest.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    files = [str(p) for p in sorted((ROOT / "tests").rglob("test_*.py")) if p.stem in only] if only else []
    if only and not files:
        return
    pytest = [sys.executable, "-m", "pytest", "-q", "-rs", "-n", str(WORKERS), f"--junitxml={report}"]
    status = subprocess.run([*pytest, *files], cwd=ROOT, stdin=subprocess.DEVNULL).returncode
    cases = list(ET.parse(report).iter("testcase")) if report.exists() else []
    result.modules = len({case.get("classname") for case in cases})
    result.skipped = sum(case.find("skipped") is not None for case in cases)
    result.failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    result.passed = len(cases) - result.failed - result.skipped
    if status not in (0, 5) and not result.failed:  # 5: nothing collected, which the caller judges
        result.failed = 1
        print(f"FAIL cpython: pytest ended with status {status}")


def device(result: Result, only: list[str], say: Say) -> None:
    """Every module of tests/device/ in an interpreter of its own, on the lane's runtime."""
    lane = result.lane
    modules = [path for path in sorted(DEVICE_TESTS.glob("test_*.py")) if not only or path.stem in only]
    result.elsewhere = [path.stem for path in modules if lane not in needs(path).lanes]
    mine = [path for path in modules if lane in needs(path).lanes]
    command = _unix(lane) if lane.startswith("unix") else _wasm()
    result.modules = len(mine)
    with ThreadPoolExecutor(WORKERS) as pool:
        runs = pool.map(lambda path: _run(command, lane, path), mine)
        for path, (output, seconds) in zip(mine, runs, strict=True):
            _judge(result, path.stem, output, seconds, say)


def board(result: Result, only: list[str]) -> None:
    """The board tests on a target that needs no board. Raises NotHere, TargetError."""
    name = BOARD_LANES[result.lane]
    if name == "emulated" and not os.environ.get("PICO_UF2"):
        raise NotHere("PICO_UF2 IS NOT SET: NOTHING RAN ON A PICO'S FIRMWARE")
    mine = [module for module in load_all([]) if not only or module.name in only]
    if mine:
        result.modules = len(mine)
        result.passed, result.failed, result.skipped = counts(run_all(open_target(name), mine))


Command = Callable[[str, str], tuple[list[str], dict[str, str]]]


def _unix(lane: str) -> Command:
    """Command and environment for a heap and a module, from sources or from what is built here."""
    interpreter = find()
    if lane == "unix-py":
        path = [ROOT / "lib", DEVICE_TESTS, FAKES.parent, MODELS]
    else:
        path = _built(lane, architecture(interpreter))
    environment = {**os.environ, "MICROPYPATH": ":".join([".frozen", *map(str, path)])}

    def command(heap: str, module: str) -> tuple[list[str], dict[str, str]]:
        return [interpreter, "-X", f"heapsize={heap}", "-m", "run", module], environment

    return command


def _wasm() -> Command:
    node, installed = wasm_port()
    folders = [str(path) for path in _built("wasm", "none")]
    script = str(ROOT / "tests" / "wasm" / "run.mjs")

    def command(heap: str, module: str) -> tuple[list[str], dict[str, str]]:
        size = str(int(heap[:-1]) * 1024)
        return [node, script, str(installed), size, module, *folders], dict(os.environ)

    return command


def _built(lane: str, arch: str) -> list[Path]:
    """Compile the package and the lane's tests for `arch`; the folders to import them from."""
    sources = [path for path in sorted(DEVICE_TESTS.glob("*.py")) if lane in needs(path).lanes]
    packages = [FAKES, MODELS / "sensors"]
    return [build_package(arch).out, build_tests(arch, sources, packages=packages).out]


def _run(command: Command, lane: str, path: Path) -> tuple[str, float]:
    """Run one module in an empty folder; what it printed, and in how many seconds."""
    wanted = needs(path)
    arguments, environment = command(wanted.heap or HEAP[lane], path.stem)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as neutral:
        try:
            done = subprocess.run(
                arguments,
                cwd=neutral,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=wanted.timeout,
            )
            output = done.stdout
            ending = f"ended with status {done.returncode}"
        except subprocess.TimeoutExpired as e:
            output = e.stdout or b""
            ending = f"did not end in {wanted.timeout} s"
    text = output.decode("utf-8", "replace").rstrip()
    if not re.search(r"^MEMCHUNK-RESULT: .*\Z", text, re.MULTILINE):
        text += f"\n({ending})"
    return text, time.monotonic() - begun


def _judge(result: Result, module: str, output: str, seconds: float, say: Say) -> None:
    """Count what a module's output says; anything but a verdict as its last line is a failure."""
    head = f"{result.lane:9} {module:28}"
    verdict = re.search(
        r"^MEMCHUNK-COUNT: (\d+) passed, (\d+) failed, (\d+) skipped\nMEMCHUNK-RESULT: (PASS|FAIL) \d+\Z",
        output,
        re.MULTILINE,
    )
    if verdict is None:
        lines = [line for line in output.splitlines() if line.startswith(("ok ", "FAIL ", "skip "))]
        result.passed += sum(line.startswith("ok ") for line in lines)
        result.failed += 1
        after = lines[-1] if lines else "nothing"
        say(f"{head} FAIL: no verdict; after `{after}` it stopped\n{_indented(output)}")
        return
    passed, failed, skipped = (int(verdict.group(i)) for i in (1, 2, 3))
    result.passed += passed
    result.failed += failed
    result.skipped += skipped
    say(f"{head} {passed} passed, {failed} failed, {skipped} skipped  {seconds:.1f} s")
    if failed or verdict.group(4) == "FAIL":
        say(_indented(output))
    else:
        for line in output.splitlines():
            if line.startswith("skip "):
                say(f"    {line}")


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.splitlines())


def run(lane: str, only: list[str]) -> Result:
    """Run one lane. What keeps it from running is in `not_run`; a build that fails is a failure."""
    result = Result(lane)
    begun = time.monotonic()
    print(f"== {lane}", flush=True)
    try:
        if lane == "cpython":
            result.elsewhere = [p.stem for p in DEVICE_TESTS.glob("test_*.py") if lane not in needs(p).lanes]
            cpython(result, only)
        elif lane in BOARD_LANES:
            board(result, only)
        else:
            device(result, only, lambda text: print(text, flush=True))
        if not only and result.passed + result.failed + result.skipped == 0:
            result.failed = 1
            print(f"FAIL {lane}: NO TESTS RAN")
    except (Unavailable, NoInterpreter, NotHere) as e:
        result.not_run = str(e)
    except (BuildError, TargetError, ValueError) as e:
        result.failed += 1
        print(f"FAIL {lane}: {e}")
    result.seconds = time.monotonic() - begun
    return result


def table(results: list[Result]) -> None:
    """A line a lane, then one for each that did not run."""
    print(f"\n{'lane':10}{'modules':>9}{'passed':>9}{'failed':>9}{'skipped':>9}{'seconds':>10}")
    for r in results:
        counts = f"{r.modules:9}{r.passed:9}{r.failed:9}{r.skipped:9}{r.seconds:10.1f}"
        away = f"   {len(r.elsewhere)} modules not for this lane" if r.elsewhere else ""
        print(f"{r.lane:10}{counts}{away}" if not r.not_run else f"{r.lane:10}{'NOT RUN':>9}")
    for r in results:
        if r.not_run:
            print(f"LANE {r.lane} NOT RUN: {r.not_run}")


def main() -> int:
    every = (*LANES, *BOARD_LANES)
    parser = argparse.ArgumentParser(description="Run the tests in lanes.")
    parser.add_argument("--lane", default="all", help=f"all, or some of {', '.join(every)}")
    parser.add_argument("only", nargs="*", help="names of test modules; all unless given")
    options = parser.parse_args()
    asked = every if options.lane in ("", "all") else tuple(re.split(r"[ ,]+", options.lane.strip()))
    unknown = set(asked) - set(every)
    if unknown:
        parser.error(f"no lane {', '.join(sorted(unknown))}; lanes: all {' '.join(every)}")
    if os.environ.get("MICROPYTHON"):
        try:
            architecture(find())  # a wrong one is told at once, not after the first lane
        except WrongInterpreter as e:
            print(e, file=sys.stderr)
            return 2
    known = {path.stem for home in ("tests", "board_tests") for path in (ROOT / home).rglob("test_*.py")}
    for name in options.only:
        if name not in known:
            parser.error(f"no test module {name}; names are like test_ring")
    results = [run(lane, options.only) for lane in asked]
    table(results)
    named, ci = options.lane not in ("", "all"), os.environ.get("CI", "") in ("true", "1")
    passed, failed, skipped = (sum(getattr(r, k) for r in results) for k in ("passed", "failed", "skipped"))
    # No package brings a Pico's firmware: CI does without unless it has some.
    stopped = any(r.not_run and (named or ci and r.lane != "pico") for r in results)
    if options.only and passed + failed + skipped == 0:
        print(f"no tests in {' '.join(options.only)}")
        stopped = True
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or stopped else 0


if __name__ == "__main__":
    raise SystemExit(main())
