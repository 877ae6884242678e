"""Packages for mip: sources for any firmware, and `.mpy` files for one architecture each.

    packages(Path("dist"))              # -> dist/package.json, dist/armv6m_6.3/package.json, …

A `.mpy` file says in its third byte which architecture its machine code is for, 0 where it has none
(MicroPython, py/persistentcode.h): that byte is what proves here that a viper kernel is one.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from memchunk_host.build import ARCHITECTURES as KNOWN, LIBRARY, build_package
from memchunk_host.release import ARCHITECTURES, DistError, folder, package_json


def packages(out: Path, library: Path = LIBRARY) -> None:
    """Write the package of sources and one for each architecture below `out`.

    Raises DistError when the compiler warns of anything, BuildError when it fails.
    """
    copy_sources(out, library)
    for arch in ARCHITECTURES:
        compiled(arch, out / folder(arch), library)


def copy_sources(out: Path, library: Path = LIBRARY) -> None:
    """Every source a board can load, and its package.json, into `out`."""
    names = package_json.device_sources(library)
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(library / name, out / name)
    (out / package_json.NAME).write_text(package_json.text(names), encoding="utf-8")


def compiled(arch: str, out: Path, library: Path = LIBRARY) -> None:
    """The package for `arch`, all compiled now, and its package.json, into `out`. Raises as packages does."""
    with tempfile.TemporaryDirectory() as fresh:
        report = build_package(arch, Path(fresh), library)
        if report.warnings:
            raise DistError("\n".join(report.warnings))
        for name in report.compiled:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(report.out / name, out / name)
    (out / package_json.NAME).write_text(package_json.text(report.compiled), encoding="utf-8")


def arch_in(mpy: Path) -> str:
    """The architecture that a `.mpy` file has machine code for; `none` if it has bytecode alone."""
    header = mpy.read_bytes()[:4]
    if header[:2] != b"M\x06":
        raise DistError(f"{mpy}: not a .mpy file of version 6")
    return KNOWN[header[2] >> 2 & 0xF]


def kernels(package: Path, arch: str) -> dict[str, list[str]]:
    """The forms of each kernel that the compiled package carries, `{"link": ["viper"], …}`.

    Raises DistError where a file has machine code for another architecture, or a fast form has none.
    """
    found: dict[str, list[str]] = {}
    home = package / "memchunk"
    for path in sorted(home.rglob("*.mpy")):
        place, native = path.relative_to(home).parts, arch_in(path)
        kernel = place[0] == "kernels" and len(place) == 3 and path.stem != "__init__"
        expected = (arch,) if kernel and place[1] != "plain" else ("none", arch)
        if native not in expected:
            raise DistError(f"{path}: has machine code for {native}, not for {arch}")
        if kernel:
            found.setdefault(path.stem, []).append(place[1])
    return found


def table(out: Path) -> str:
    """A line an architecture: bytes of its files, and the form of each kernel."""
    carried = {arch: kernels(out / folder(arch), arch) for arch in ARCHITECTURES}
    subjects = sorted({subject for found in carried.values() for subject in found})
    lines = [f"{'kernels':10}{'.mpy bytes':>11}  " + "".join(f"{subject:16}" for subject in subjects)]
    for arch, found in carried.items():
        size = sum(path.stat().st_size for path in (out / folder(arch)).rglob("*.mpy"))
        forms = ("+".join(found.get(subject, ["-"])) for subject in subjects)
        lines.append(f"{arch:10}{size:11,}  " + "".join(f"{form:16}" for form in forms))
    return "\n".join(line.rstrip() for line in lines)
