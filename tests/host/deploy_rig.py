"""Deploys to a board that the unix port plays, and looks at what is on it. For the tests of `memchunk deploy`."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from memchunk_host.build import build_package
from memchunk_host.cli import main
from memchunk_host.interpreter import NoInterpreter, find

try:
    MICROPYTHON = find()
except NoInterpreter as reason:
    pytest.skip(str(reason).upper(), allow_module_level=True)

OLD = {"__init__.py": "__version__ = '0.0.1'\nfrom memchunk.view import View\n", "view.py": "View = 'old'\n"}

# A boot.py that makes this interpreter another firmware: name, version, _mpy.
FAKE = """
import sys
class Sys:
    pass
fake = Sys()
for _name in dir(sys):
    setattr(fake, _name, getattr(sys, _name))
class Implementation:
    name, version, _machine, _mpy = {0!r}, {1!r}, "a board", {2!r}
fake.implementation = Implementation
sys.modules["sys"] = fake
"""
# A program that no Ctrl-C ends, and what it does all the time.
NEVER = """
def loop():
    while True:
        try:
            while True:
                {0}
        except KeyboardInterrupt:
            pass
import os
try:
    os.mkdir("running")
except OSError:
    pass
loop()
"""
# A boot.py with a littlefs of so many blocks in a file.
SMALL = """
import os, sys, vfs
class Flash:
    def __init__(self):
        self.file = open({0!r}, "r+b")
    def readblocks(self, n, buf, offset=0):
        self.file.seek(n * 4096 + offset)
        self.file.readinto(buf)
    def writeblocks(self, n, buf, offset=0):
        self.file.seek(n * 4096 + offset)
        self.file.write(buf)
        self.file.flush()
    def ioctl(self, what, argument):
        if what == 4:
            return {1}
        if what == 5:
            return 4096
        return 0
try:
    os.stat({0!r})
except OSError:
    with open({0!r}, "wb") as file:
        file.write(b"\\xff" * 4096 * {1})
    vfs.VfsLfs2.mkfs(Flash())
vfs.mount(vfs.VfsLfs2(Flash()), "/flash")
os.chdir("/flash")
sys.path[:] = ["", ".frozen", "/flash/lib"]
"""


def deploy(port: str, *arguments: object) -> tuple[int, str, str]:
    """Deploy to a port; exit status, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(["deploy", "--port", port, "--patience", "3", *map(str, arguments)])
    return status, out.getvalue(), err.getvalue()


def tree(root: Path) -> dict[str, bytes]:
    """All files below `root` but the build's own notes."""
    paths = [path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def wanted(arch: str) -> dict[str, bytes]:
    """What a deploy puts on a board of `arch`: the package, but for the heap's instruments."""
    return {name: data for name, data in tree(build_package(arch).out).items() if "/heap" not in name}


def put(root: Path, files: dict[str, str]) -> None:
    """Write `files` below `root`."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def put_old(root: Path) -> None:
    """A package of an older version."""
    put(root / "lib" / "memchunk", OLD)


def version(root: Path) -> str:
    """What a board with this flash imports, without asking through the port."""
    code = "import memchunk; memchunk.View; print(memchunk.__version__)"
    environment = {**os.environ, "MICROPYPATH": ":.frozen:./lib"}
    command = [MICROPYTHON, "-c", code]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=60)
    return done.stdout.strip() or done.stderr


def copied(output: str) -> int:
    """Files that a deploy says it copied."""
    found = re.search(r"^copied +(\d+) files?,", output, re.MULTILINE)
    assert found, output
    return int(found.group(1))


def wait_for_never(root: Path, program: str) -> None:
    """Wait until a board whose main.py is NEVER runs it: interrupted before, it would not go on."""
    if "running" in program:
        wait((root / "running").is_dir)


def wait(there: Callable[[], bool]) -> None:
    """Wait until `there()`, or fail."""
    give_up = time.monotonic() + 30
    while not there():
        assert time.monotonic() < give_up
        time.sleep(0.01)
