"""The sdist and the wheel of the PC side, which carries the device side along.

    build(Path("dist"))                 # by hatchling, with time stamps that don't change from build to build
    check(Path("dist"))                 # they hold what git knows, and the sdist makes that very wheel again
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from email.parser import Parser
from pathlib import Path

from memchunk_host.build import ROOT
from memchunk_host.release import DistError

_NOT_IN_SDIST = (".ci/",)
_PACKAGES = {"lib/memchunk/": "memchunk/", "host/memchunk_host/": "memchunk_host/"}
_DIST_INFO = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
_SHOWN = 20  # lines of an error
_RUN_INSTALLED = """
import sys
sys.path.insert(0, sys.argv[1])
import memchunk, memchunk_host.cli
for package in memchunk, memchunk_host:
    assert package.__file__.startswith(sys.argv[1]), package.__file__
sys.exit(memchunk_host.cli.main(["--version"]))
"""


def build(out: Path, root: Path = ROOT) -> None:
    """Make both in `out` from the sources in `root`. Raises DistError with hatchling's own words."""
    _run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(out)], root)


def wheel_of(out: Path) -> Path:
    """The wheel in `out`. Raises DistError unless there is just one."""
    return _only(out, "*.whl")


def sdist_of(out: Path) -> Path:
    """The sdist in `out`. Raises DistError unless there is just one."""
    return _only(out, "*.tar.gz")


def wheel_version(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return str(Parser().parsestr(archive.read(name).decode())["Version"])


def sdist_version(sdist: Path) -> str:
    with tarfile.open(sdist) as archive:
        file = archive.extractfile(f"{_stem(sdist)}/PKG-INFO")
        assert file is not None
        return str(Parser().parsestr(file.read().decode())["Version"])


def check(out: Path, root: Path = ROOT) -> None:
    """Raises DistError, and says which file is too much or missing."""
    known = _tracked(root)
    check_wheel(wheel_of(out), known)
    check_sdist(sdist_of(out), known)
    check_installed(wheel_of(out))
    check_rebuild(out)


def check_wheel(wheel: Path, known: Iterable[str]) -> None:
    """The two packages as git knows them, and what a wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        found = {re.sub(r"^memchunk-[^/]+\.dist-info/", "dist-info/", name) for name in archive.namelist()}
    expected = {"dist-info/" + name for name in _DIST_INFO}
    for source, package in _PACKAGES.items():
        expected |= {package + name[len(source) :] for name in known if name.startswith(source)}
    _compare(wheel, found, expected)


def check_sdist(sdist: Path, known: Iterable[str]) -> None:
    """All that git knows but for what only its own server runs, and PKG-INFO."""
    with tarfile.open(sdist) as archive:
        found = {name.partition("/")[2] for name in archive.getnames()}
    _compare(sdist, found, {"PKG-INFO", *(name for name in known if not name.startswith(_NOT_IN_SDIST))})


def _tracked(root: Path) -> set[str]:
    """The files of the working tree that git knows or would not ignore."""
    try:
        listed = _run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], root)
    except DistError:
        listed = ""
    names = {name for name in listed.split("\0") if name and (root / name).is_file()}
    if "pyproject.toml" not in names:
        raise DistError(f"{root}: no clone here, or no git; what is packed is compared with what git knows")
    return names


def check_installed(wheel: Path) -> None:
    """It installs, both packages import from there, and the command answers."""
    with tempfile.TemporaryDirectory() as place:
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--no-index"]
        _run([*pip, "--target", place, str(wheel)], place)
        _run([sys.executable, "-I", "-c", _RUN_INSTALLED, place], place)


def check_rebuild(out: Path) -> None:
    """The sdist makes the wheel again, byte for byte."""
    with tempfile.TemporaryDirectory() as place:
        sdist = sdist_of(out)
        with tarfile.open(sdist) as archive:
            archive.extractall(place)
        again = Path(place) / "again"
        build(again, Path(place) / _stem(sdist))
        if wheel_of(out).read_bytes() != wheel_of(again).read_bytes():
            raise DistError(f"{wheel_of(out)}: the wheel made from the sdist is another one")


def _compare(archive: Path, found: set[str], expected: set[str]) -> None:
    wrong = [f"  lacks {name}" for name in sorted(expected - found)]
    wrong += [f"  holds {name}" for name in sorted(found - expected)]
    if wrong:
        more = [f"  and {len(wrong) - _SHOWN} more"] if len(wrong) > _SHOWN else []
        raise DistError("\n".join([f"{archive}:", *wrong[:_SHOWN], *more]))


def _only(out: Path, pattern: str) -> Path:
    found = sorted(out.glob(pattern))
    if len(found) != 1:
        raise DistError(f"{out}: {len(found)} files {pattern}, not 1")
    return found[0]


def _stem(sdist: Path) -> str:
    return sdist.name.removesuffix(".tar.gz")


def _run(command: list[str], where: Path | str) -> str:
    """What it printed. Raises DistError with that if it failed or is not there."""
    try:
        done = subprocess.run(command, cwd=where, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except OSError as e:
        raise DistError(f"{command[0]}: {e.strerror}") from e
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise DistError(f"{' '.join(command[:4])} failed ({done.returncode})\n{said}")
    return done.stdout
