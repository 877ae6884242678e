"""Which line of a script allocates: a table for stock firmware, in bytes.

    script = load(Path("walk.py"))
    profile = run(script, Path("walk.py"), Unix("4m"), timeout=60)
    print(table(profile))

instrument  the probes, put in        discreet  what runs beside them, on_board/
where       the unix port             boards    a board, an emulated Pico
table       figures as text           page      as HTML
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from memchunk_host.console import CommandError, put_err, put_out
from memchunk_host.profile.discreet import before
from memchunk_host.profile.instrument import instrument
from memchunk_host.profile.retrace import Tail, raised
from memchunk_host.profile.script import Script
from memchunk_host.profile.table import ENDED, Profile, read
from memchunk_host.profile.where import Program, Where, Write


def load(path: Path) -> Script:
    """The script at `path`, instrumented. Raises CommandError if it can't be read or is no Python."""
    try:
        path.name.encode()
        return instrument(path.name, path.read_text("utf-8-sig"))
    except OSError as e:
        raise CommandError(f"{path}: {e.strerror or e}") from e
    except SyntaxError as e:
        if e.lineno is None:
            raise CommandError(f"{path}: no Python source ({e.msg})") from e
        text = f": {e.text.strip()}" if e.text else ""
        raise CommandError(f"{path}:{e.lineno}: {e.msg}{text}") from e
    except UnicodeEncodeError as e:
        raise CommandError(f"{str(path)!a}: MicroPython knows no file names but in UTF-8") from e
    except (UnicodeDecodeError, ValueError) as e:  # ValueError: a NUL
        raise CommandError(f"{path}: no Python source ({e})") from e


def run(
    script: Script,
    path: Path,
    where: Where,
    timeout: float,
    increments: bool = True,
    write: Write = put_out,
    errors: Write = put_err,
    bound: int = -1,
) -> tuple[Profile, bool]:
    """Run it, its output as it comes to `write`, its standard error to `errors`; returns what the probes told, and
    whether it had to be stopped. `bound`: see `before`. Raises CommandError if they can't be asked."""
    ask = f"{script.prefix}_table(print)"
    program = Program(path, partial(before, script, increments, bound), script.text, script.lines, ask)
    tail, out = Tail(), Tail()
    outcome = where.run(program, timeout, tail.after(out.after(write)), tail.after(errors))
    if out.text and not out.text.endswith("\n"):
        write(b"\n")  # what is told next begins on a line of its own
    if outcome.said is None:
        raise CommandError(f"{path}: does not end within {timeout:g} s, and not at Ctrl-C either")
    figures, _, trace = outcome.said.partition("\nTraceback ")
    try:
        profile = read(script, figures, increments)
    except ValueError as e:
        raise CommandError(f"{path}: the probes did not tell their figures, but {str(e)[:60]!r}") from e
    if not outcome.timed_out:
        line, why = raised(outcome.said if trace else tail.text, str(path))
        if not profile.status:
            raise CommandError(f"{path}:{line}: {why}" if line else f"{path}: it did not begin")
        if profile.status != ENDED and line:
            profile.at = line  # and not that of a `finally`
    return profile, outcome.timed_out
