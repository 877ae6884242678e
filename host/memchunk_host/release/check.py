"""What must hold of a distribution before anyone gets it.

    everything(Path("dist"))            # raises DistError with all that a reader needs to put it right
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from memchunk_host import __version__
from memchunk_host.build import ROOT
from memchunk_host.release import ARCHITECTURES, DistError, folder, freeze, mip, package_json, pypi


def everything(out: Path, root: Path = ROOT) -> None:
    """Raises DistError for the first thing that is wrong in `out`, made from `root`."""
    up_to_date(root)
    versions_equal(out, root)
    for place in (out, *(out / folder(arch) for arch in ARCHITECTURES)):
        lists_all(place)
    for arch in ARCHITECTURES:
        mip.kernels(out / folder(arch), arch)
    pypi.check(out, root)


def up_to_date(root: Path = ROOT) -> None:
    """The package.json at the root lists the sources as they are now."""
    if (root / package_json.NAME).read_text(encoding="utf-8") != package_json.of_sources(root):
        raise DistError("package.json does not list lib/memchunk as it is now: run `make package.json`")


def versions(out: Path, root: Path = ROOT) -> dict[str, str]:
    """Every place that states the version, and what it states."""
    found = {
        "lib/memchunk/__init__.py": __version__,
        "package.json": str(_read(root)["version"]),
        "manifest.py": freeze.read(root / "manifest.py").version,
        "wheel": pypi.wheel_version(pypi.wheel_of(out)),
        "sdist": pypi.sdist_version(pypi.sdist_of(out)),
    }
    for place in sorted(out.rglob(package_json.NAME)):
        found[f"dist/{place.relative_to(out).as_posix()}"] = str(_read(place.parent)["version"])
    return found


def versions_equal(out: Path, root: Path = ROOT) -> None:
    found = versions(out, root)
    if len(set(found.values())) != 1:
        raise DistError("\n".join(["versions differ:", *(f"  {what:34} {said}" for what, said in found.items())]))


def lists_all(place: Path) -> None:
    """The package.json in `place` names all modules that lie beside it, and no other."""
    named = {name for _, name in _read(place)["urls"]}
    there = {path.relative_to(place).as_posix() for path in (place / "memchunk").rglob("*.*py")}
    if named != there:
        raise DistError(f"{place / package_json.NAME}: not the files there: {', '.join(sorted(named ^ there))}")


def _read(place: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((place / package_json.NAME).read_text(encoding="utf-8"))
    return found
