"""Decode a capture into CSV or NumPy's .npz.

    memchunk decode walk.mchk > walk.csv
    memchunk decode walk.mchk --npz -o walk.npz
    memchunk decode all.mchk -o 'all-{sid}-{name}.csv'

Everything that can be decoded is delivered; the rest is counted on standard error. The exit status
is 1 if anything was lost, damaged or of an unknown stream.
"""

from __future__ import annotations

import argparse
import os
import stat
import sys
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

from memchunk_host import output
from memchunk_host.console import INCOMPLETE, OK, CommandError, say
from memchunk_host.decode import Capture, Recording, decode_file

HELP = "decode a capture into CSV or .npz"

_LONG = 1_000_000  # bytes; from there on a progress bar is worth its line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell `parser` the arguments of this command."""
    parser.add_argument("file", metavar="FILE", help="capture to decode; - is standard input")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="comma-separated values (default, unless OUT ends in .npz)")
    form.add_argument("--npz", action="store_true", help="one structured array a stream, and `about` as JSON")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="default: standard output; {sid} and {name} are the stream's"
    )
    parser.add_argument("--physical", action="store_true", help="values in units instead of native counts")
    parser.add_argument("--sid", metavar="N", help="only this stream")


def run(args: argparse.Namespace) -> int:
    """Decode `args.file`. Returns the exit status."""
    args.npz = args.npz or not args.csv and (args.output or "").endswith(".npz")
    capture = _read(args.file)
    _summarise(args.file, capture)
    recordings = _select(capture, args.sid)
    if recordings:
        _write(args, capture, recordings)
    return OK if recordings and capture.counts.complete else INCOMPLETE


def _read(path: str) -> Capture:
    try:
        if path != "-":
            with open(path, "rb") as file:
                return _decode(file)
        if sys.stdin is None:
            raise CommandError("standard input is closed")
        return _decode(sys.stdin.buffer)
    except OSError as error:
        raise CommandError(f"{_shown(path)}: {error.strerror or error}") from error


def _decode(file: IO[bytes]) -> Capture:
    size = _size(file)
    console = Console(stderr=True)
    if not console.is_terminal or (size is not None and size < _LONG):
        return decode_file(file)
    columns = BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("decode", total=size)
        return decode_file(file, lambda done: progress.update(task, completed=done))


def _size(file: IO[bytes]) -> int | None:
    """Bytes in `file`; None if only its end will tell."""
    try:
        status = os.fstat(file.fileno())
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _summarise(path: str, capture: Capture) -> None:
    counts = capture.counts
    names = ["frames", "rows", "lost", "bad", "duplicate", "unknown"]
    names += [name for name in ("late", "restarts") if getattr(counts, name)]
    line = ", ".join(f"{getattr(counts, name)} {name}" for name in names)
    if not counts.bytes:
        line = "empty"
    elif not capture:
        line += "; no stream is described in it, is it a memchunk capture?"
    say(f"{_shown(path)}: {line}")


def _select(capture: Capture, label: str | None) -> list[Recording]:
    recordings = list(capture.values())
    if label is None or not recordings:
        return recordings
    chosen = [recording for recording in recordings if recording.stream.label == label]
    if not chosen:
        raise CommandError(f"no stream {_shown(label)}; there are {_listed(recordings)}")
    return chosen


def _write(args: argparse.Namespace, capture: Capture, recordings: list[Recording]) -> None:
    groups = [recordings] if args.npz else [[recording] for recording in recordings]
    paths = [_path(args.output, group[0]) for group in groups]
    if len(set(paths)) < len(paths):
        raise CommandError(
            f"several streams: {_listed(recordings)}. "
            "Choose one with --sid N, or give each its own file with -o 'NAME-{sid}.csv'"
        )
    for path, group in zip(paths, groups, strict=True):
        if path is None:
            _write_one(_stdout(binary=args.npz), args, capture, group)
        elif args.file != "-" and os.path.exists(path) and os.path.samefile(path, args.file):
            raise CommandError(f"{_shown(path)}: that is the capture itself")
        else:
            try:
                with open(path, "wb") as file:
                    _write_one(file, args, capture, group)
            except OSError as error:
                raise CommandError(f"{_shown(path)}: {error.strerror or error}") from error


def _write_one(
    file: IO[bytes], args: argparse.Namespace, capture: Capture, recordings: list[Recording]
) -> None:
    if args.npz:
        output.write_npz(file, recordings, capture.counts, args.physical)
    else:
        output.write_csv(file, recordings[0], args.physical)


def _path(pattern: str | None, recording: Recording) -> str | None:
    """The file for a stream; None is standard output."""
    if pattern is None or pattern == "-":
        return None
    name = "".join(c if c.isalnum() or c in "._-" else "_" for c in recording.stream.name)
    return pattern.replace("{sid}", recording.stream.label).replace("{name}", name)


def _stdout(binary: bool) -> IO[bytes]:
    if sys.stdout is None:
        raise CommandError("standard output is closed")
    if binary and sys.stdout.isatty():
        raise CommandError("--npz is binary and no sight for a terminal: give it a file with -o OUT.npz")
    return sys.stdout.buffer


def _listed(recordings: list[Recording]) -> str:
    streams = (recording.stream for recording in recordings)
    return ", ".join(f"{stream.label} ({_shown(stream.name)})" for stream in streams)


def _shown(text: str) -> str:
    """Text from outside, safe for a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)
