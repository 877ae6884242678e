"""Which form of the package a board gets: `.mpy` for its architecture, or the sources.

    package = package_for(facts)
    package.files["memchunk/view.mpy"], str(package)
"""

from __future__ import annotations

import ast
import importlib.util
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from memchunk_host.build import LIBRARY, BuildError, arch_of, build_package, package_sources
from memchunk_host.console import CommandError
from memchunk_host.deploy.board import Facts

_FORMAT = (6, 3)  # of the .mpy files that mpy-cross makes: MicroPython 1.23 and later
_OLDEST = (1, 23)
# For development: they take a board's flash, and the link's time, only where they are asked for.
_INSTRUMENTS = re.compile(r"memchunk/(heap/|kernels/\w+/heap_)")


@dataclass(frozen=True)
class Package:
    """The files by their names on the board, and their form in a word or a sentence."""

    files: dict[str, bytes]
    form: str

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))


def package_for(facts: Facts, sources: bool = False, heap: bool = False) -> Package:
    """What the board of `facts` is to have, with `heap` the instruments of `memchunk.heap` too.

    Raises CommandError if its architecture is unknown, or a build fails.
    """
    whole = _whole(facts, sources)
    files = {name: data for name, data in whole.files.items() if heap or not _INSTRUMENTS.match(name)}
    return Package(files, whole.form)


def uses_heap(program: bytes) -> bool:
    """Whether a program imports `memchunk.heap`, or from it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return any(name == "memchunk.heap" or name.startswith("memchunk.heap.") for name in found)


def _whole(facts: Facts, sources: bool) -> Package:
    why = "as asked" if sources else misfit(facts.mpy)
    if why:
        return Package(_read(_all_sources(), ".py"), f".py sources, {why}")
    assert facts.mpy is not None
    try:
        arch = arch_of(facts.mpy)
    except IndexError:
        number = facts.mpy >> 10 & 0xF
        raise CommandError(
            f"architecture {number} of the board's firmware is unknown to this version of memchunk; "
            "--py copies the sources"
        ) from None
    return Package(_build(arch), f".mpy {_FORMAT[0]}.{_FORMAT[1]} for {arch}")


def _all_sources() -> dict[str, Path]:
    """Sources by their names on the board: every form of the kernels, since the firmware will choose."""
    found: dict[str, Path] = {}
    for arch in ("none", "x64", "armv6m"):  # plain kernels, viper ones, thumb ones
        found |= package_sources(arch, _library())
    return found


def supported(facts: Facts) -> None:
    """Raises CommandError if memchunk cannot run on the board of `facts`, in any form."""
    version = ".".join(map(str, facts.version))
    if facts.name != "micropython":
        raise CommandError(f"the board runs {facts.name} {version}, not MicroPython")
    if facts.version[:2] < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise CommandError(
            f"MicroPython {version} on the board is too old: memchunk needs {oldest} or later; "
            "newer firmware is at https://micropython.org/download/"
        )


def misfit(mpy: int | None) -> str:
    """Why no `.mpy` file fits firmware whose `sys.implementation._mpy` is `mpy`; empty if one does."""
    if mpy is None:
        return "since this firmware loads no .mpy files"
    version = mpy & 0xFF, mpy >> 8 & 3
    if version != _FORMAT:
        theirs, ours = (".".join(map(str, pair)) for pair in (version, _FORMAT))
        return f"since this firmware loads .mpy {theirs}, and mpy-cross makes {ours}"
    return ""


def _library() -> Path:
    """Where the device package's sources are: in the project, or beside us where pip put both."""
    if (LIBRARY / "memchunk").is_dir():
        return LIBRARY
    found = importlib.util.find_spec("memchunk")
    if found is None or found.origin is None:
        raise CommandError("the device package memchunk is not installed beside memchunk_host")
    return Path(found.origin).parents[1]


def _build(arch: str) -> dict[str, bytes]:
    library = _library()
    try:
        if library == LIBRARY:
            return _collect(build_package(arch).out)
        with tempfile.TemporaryDirectory() as out:  # an installed package has no folder of its own to build in
            return _collect(build_package(arch, Path(out), library).out)
    except BuildError as e:
        raise CommandError(str(e)) from e


def _collect(out: Path) -> dict[str, bytes]:
    return _read({path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*.mpy"))}, ".mpy")


def _read(paths: dict[str, Path], end: str) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in paths.items() if name.endswith(end)}
