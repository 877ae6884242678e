"""Answer the questions of examples/heap on the unix port, and draw two of its programs side by side.

    python -m memchunk_host.demo_heap

Into build/demo-heap: index.html with all there is, compared.svg with `fragmenting.py` beside `fixed.py`, a picture of
each, and profile.html with the lines of the one that fragments. Exit status: 0 all as it must be; 1 an example failed,
or the two programs do not differ as they should; 2 the demo could not run.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

from memchunk_host.build import ROOT, BuildError, build_package
from memchunk_host.console import INTERRUPTED, CommandError
from memchunk_host.heapmap.picture import picture
from memchunk_host.heapmap.snapshot import Snapshot
from memchunk_host.heapmap.take import of_script
from memchunk_host.heapmap.terminal import summary
from memchunk_host.interpreter import NoInterpreter, architecture, find
from memchunk_host.profile import load, run as run_on
from memchunk_host.profile.page import page
from memchunk_host.profile.where import Unix

EXAMPLES = ROOT / "examples" / "heap"
HOME = ROOT / "build" / "demo-heap"
HEAP = "400k"  # a Pico's, in words of twice the size
PROGRAMS = ("fixed", "fragmenting")
WANTED = 16384
_EVERY, _TIMEOUT = 0.001, 120  # seconds
_STYLE = """
:root { color-scheme: light dark; } body { margin: 0 auto; max-width: 1120px; padding: 36px 24px 64px;
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
h1 { font-size: 28px; } h2 { font-size: 20px; margin: 36px 0 8px; } img { width: 100%; background: #fff; }
pre { font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; padding: 12px 14px; overflow-x: auto;
  border: 1px solid #8884; border-radius: 6px; }
"""


@dataclass(frozen=True)
class Answer:
    """What an example asks in its first sentence, and what it printed."""

    name: str
    question: str
    said: str


class ExampleFailed(Exception):
    """An example did not end as it must; the message is a line."""


def questions() -> list[Path]:
    """The examples that answer one."""
    return [path for path in sorted(EXAMPLES.glob("*.py")) if path.stem not in PROGRAMS]


def ask(path: Path, package: Path) -> Answer:
    """Run an example. Raises ExampleFailed."""
    command = [find(), "-X", f"heapsize={HEAP}", str(path)]
    environment = {"MICROPYPATH": str(package)}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=_TIMEOUT)
    except subprocess.TimeoutExpired as e:
        raise ExampleFailed(f"{path.name}: does not end within {_TIMEOUT} s") from e
    lines = (done.stdout + done.stderr).strip().splitlines() or ["said nothing"]
    if done.returncode or not lines[-1].startswith("answer: "):
        raise ExampleFailed(f"{path.name}: {lines[-1]}")
    question = path.read_text("utf-8").split('"""')[1].split("\n")[0].partition("?")[0] + "?"
    return Answer(path.name, question, done.stdout.strip())


def snapshots(name: str, where: Unix) -> list[Snapshot]:
    """The heap while a program of examples/heap runs. Raises CommandError."""
    path = EXAMPLES / f"{name}.py"
    taken, _ = of_script(load(path), path, where, _EVERY, _TIMEOUT, lambda data: None)
    return taken


def wrong(fixed: Snapshot, fragmenting: Snapshot) -> list[str]:
    """What is not as it must be at the end of the two programs, a line each."""
    found = []
    if not fragmenting.fits(WANTED) == 0 < fragmenting.free // WANTED:
        found.append(f"fragmenting.py: {WANTED:,} bytes fit {fragmenting.fits(WANTED)} times")
    if not fixed.fits(WANTED):
        found.append(f"fixed.py: {WANTED:,} bytes do not fit")
    return found


def draw(where: Unix) -> list[str]:
    """Write the pictures; what is not as it must be. Raises CommandError."""
    taken = {name: snapshots(name, where) for name in PROGRAMS}
    for name, ones in taken.items():
        (HOME / f"{name}.svg").write_text(picture(f"Heap: {name}.py", ones), encoding="utf-8")
        print(f"{name}.py: {summary(ones[-1])}")
    fixed, fragmenting = (taken[name] for name in PROGRAMS)
    title = "The same job, in memory that is fixed and as it is usually written"
    names = ("fixed.py", "fragmenting.py")
    (HOME / "compared.svg").write_text(picture(title, fixed, fragmenting, names), encoding="utf-8")
    return wrong(fixed[-1], fragmenting[-1])


def profile(where: Unix) -> None:
    """Write the page about the lines of `fragmenting.py`. Raises CommandError."""
    path = EXAMPLES / "fragmenting.py"
    profile, _ = run_on(load(path), path, where, _TIMEOUT, write=lambda data: None)
    (HOME / "profile.html").write_text(page(profile), encoding="utf-8")


def index(answers: list[Answer]) -> str:
    """The page with all there is."""
    body = [
        "<h1>See and bound the heap</h1>",
        f"<p>MicroPython's unix port, heap {HEAP}: words are twice as large as a Pico's, and so is all but data.</p>",
        "<h2>A logger that is fixed, and one that fragments</h2>",
        "<p><img src='compared.svg' alt='the heaps of the two programs'></p>",
        "<p><a href='fixed.svg'>fixed.py</a> and <a href='fragmenting.svg'>fragmenting.py</a> from beginning to end;"
        " <a href='profile.html'>which lines of the latter allocate</a>.</p>",
    ]
    for answer in answers:
        body += [f"<h2>{escape(answer.question)}</h2>", f"<pre>{escape(answer.said)}</pre>", f"<p>{answer.name}</p>"]
    head = "<!doctype html>\n<html lang='en'>\n<meta charset='utf-8'>\n<title>memchunk: the heap</title>\n"
    return head + f"<style>{_STYLE}</style>\n" + "\n".join(body) + "\n</html>\n"


def main() -> int:
    """Returns the exit status."""
    try:
        arch = architecture(find())
        build_package(arch)
        package = ROOT / "build" / "mpy" / arch
        HOME.mkdir(parents=True, exist_ok=True)
        answers = []
        for path in questions():
            answers.append(ask(path, package))
            print(f"{answers[-1].question}  {answers[-1].said.splitlines()[-1]}")
        where = Unix(HEAP, str(package))
        failures = draw(where)
        profile(where)
        (HOME / "index.html").write_text(index(answers), encoding="utf-8")
    except (NoInterpreter, BuildError, CommandError, OSError) as e:
        print(f"demo-heap: {e}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("demo-heap: interrupted", file=sys.stderr)
        return INTERRUPTED
    except ExampleFailed as e:
        print(f"demo-heap: FAILED: {e}", file=sys.stderr)
        return 1
    for line in failures:
        print(f"demo-heap: FAILED: {line}", file=sys.stderr)
    print(f"Pictures and answers: {(HOME / 'index.html').relative_to(ROOT)}")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
