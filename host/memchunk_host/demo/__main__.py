"""Run the demo: fetch the recordings, stream them, write the report.

    python -m memchunk_host.demo

Exit status: 0 all as it must be; 1 something is not, and a line names it; 2 the demo could not run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from memchunk_host.build import ROOT, BuildError
from memchunk_host.demo import report as reporting
from memchunk_host.demo.bounds import failures
from memchunk_host.demo.device import HOME, Device, ScriptFailed
from memchunk_host.demo.page import page
from memchunk_host.demo.recordings import RECORDINGS, NoRecording, fetch
from memchunk_host.demo.streaming import Result, stream, stream_usual_way
from memchunk_host.interpreter import NoInterpreter

OK, WRONG, UNABLE, INTERRUPTED = 0, 1, 2, 130
USUAL_WAY = "imu"  # the recording that the usual way gets


def main(argv: Sequence[str] | None = None) -> int:
    """Run it all; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m memchunk_host.demo",
        description="Real recordings through fixed memory on a real MicroPython.",
    )
    parser.add_argument(
        "--micropython",
        metavar="PATH",
        help="the interpreter; by default what MICROPYTHON names, else the one of .venv",
    )
    options = parser.parse_args(argv)
    if options.micropython:
        os.environ["MICROPYTHON"] = options.micropython
    console = Console()
    try:
        return _run(console)
    except (NoInterpreter, NoRecording, BuildError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return UNABLE
    except ScriptFailed as error:
        print(f"demo: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("demo: interrupted", file=sys.stderr)
        return INTERRUPTED


def _run(console: Console) -> int:
    device = Device()
    with console.status("fetching the recordings"):
        fetched = fetch()
    if fetched:
        console.print(f"fetched {', '.join(fetched)}")
    with _progress(console) as progress:
        results, usual_way = _stream_all(device, progress)
    report = reporting.build(results, usual_way, reporting.article(device))
    wrong = failures(report)
    (HOME / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    (HOME / "report.html").write_text(page(report, results, wrong), encoding="utf-8")
    reporting.print_table(console, report)
    console.print(f"Captures, report.json and report.html: {HOME.relative_to(ROOT)}/", highlight=False)
    for line in wrong:
        print(f"demo: FAILED: {line}", file=sys.stderr)
    return WRONG if wrong else OK


def _stream_all(device: Device, progress: Progress) -> tuple[list[Result], Result]:
    results = []
    for recording in RECORDINGS:
        samples, saturated = recording.samples()
        result = stream(device, recording, samples, _bar(progress, recording.name, len(samples)))
        result.saturated = saturated
        results.append(result)
        if recording.name == USUAL_WAY:
            bar = _bar(progress, f"{recording.name}, usual way", len(samples))
            usual_way = stream_usual_way(device, recording, samples, bar)
    return results, usual_way


def _progress(console: Console) -> Progress:
    rows = TextColumn("rows")
    name = TextColumn("{task.description:<20}")
    return Progress(name, BarColumn(), MofNCompleteColumn(), rows, TimeElapsedColumn(), console=console)


def _bar(progress: Progress, name: str, rows: int) -> Callable[[int], None]:
    task = progress.add_task(name, total=rows)
    return lambda completed: progress.update(task, completed=completed)


if __name__ == "__main__":
    raise SystemExit(main())
