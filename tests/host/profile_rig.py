"""What a script allocates without any probe: the other side of the tests of `memchunk profile`."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tempfile
from pathlib import Path

import pytest

from memchunk_host.cli import main
from memchunk_host.interpreter import NoInterpreter, find
from memchunk_host.profile.discreet import discreet
from memchunk_host.profile.edits import indented

try:
    MICROPYTHON = find()
except NoInterpreter as reason:
    pytest.skip(str(reason).upper(), allow_module_level=True)

SCRIPTS = sorted((Path(__file__).parent / "profiled").glob("*.py"))
_WHOLE = """
import builtins, gc, sys
sys.path[0], sys.argv[:] = {folder!r}, [{script!r}]
used, collect, enable = gc.mem_alloc, gc.collect, gc.enable
first = freed = 0
over = False
on = True
def begin():
    global first
    gc.disable()
    collect()
    first = used()
def asked():
    global freed
    before = used()
    count = collect()
    freed += before - used()
    return count
def end(whole=0):
    global over
    now = used()
    if not over:
        over = True
        enable()
        tell(now - first + freed)
def tell(size):
    with open({told!r}, "w") as file:
        file.write(str(size))
def exit(error):
    raise error
def turn_on():
    global on
    on = True
def turn_off():
    global on
    on = False
def is_on():
    return on
class Gc:
    pass
wrapped = Gc()
wrapped.collect, wrapped.mem_alloc, wrapped.mem_free, wrapped.threshold = asked, used, gc.mem_free, gc.threshold
wrapped.enable, wrapped.disable, wrapped.isenabled = turn_on, turn_off, is_on
if {asks}:
    sys.modules["gc"] = wrapped
for name, function in (("_begin", begin), ("_end", end), ("_exit", exit)):
    setattr(builtins, "_memchunk" + name, function)
"""
_AROUND = """exec(compile(open({before!r}).read(), "", "exec"), {{}}); __file__ = {script!r}
try:
\t_memchunk_begin()
{text}
\t_memchunk_end(True)
except _memchunk_end() or SystemExit as _memchunk:
\t_memchunk_exit(_memchunk)
"""


def whole(script: Path) -> int:
    """Bytes that it allocates from its first statement to its last, the collector held back but where it asks."""
    source = script.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        told, before, copy = (Path(folder) / name for name in ("told", "before", script.name))
        names = {"folder": str(script.parent), "script": str(script), "told": str(told), "asks": "import gc" in source}
        before.write_text(discreet(_WHOLE.format(**names)))
        copy.write_text(_AROUND.format(before=str(before), script=str(script), text=indented(source)), "utf-8")
        run(copy)
        return int(told.read_text())


def run(script: Path) -> subprocess.CompletedProcess[str]:
    """A script by itself."""
    command = [MICROPYTHON, "-X", "heapsize=4m", str(script)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def memchunk(*arguments: object) -> tuple[int, str, str]:
    """The command: exit status, standard output, standard error."""
    status, out, err = raw(*arguments)
    return status, out.decode(), err.decode()


def raw(*arguments: object) -> tuple[int, bytes, bytes]:
    """The same in bytes."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(one) for one in arguments])
    out.flush()
    err.flush()
    return status, out.buffer.getvalue(), err.buffer.getvalue()  # type: ignore[attr-defined]
