"""What manifest.py freezes, read as MicroPython's build does.

    read(ROOT / "manifest.py").files        # ["memchunk/__init__.py", …], below lib/
    read(ROOT / "manifest.py", kernels="plain")

The functions of a manifest: https://docs.micropython.org/en/latest/reference/manifest.html
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from memchunk_host.release import DistError


class Options:
    """The keyword arguments of `include`, before the defaults that the manifest names."""

    def __init__(self, given: dict[str, str]) -> None:
        self._given = given

    def defaults(self, **values: str) -> None:
        self.__dict__.update({**values, **self._given})


@dataclass
class Manifest:
    """What a manifest asked for."""

    version: str = ""
    files: list[str] = field(default_factory=list)
    """Paths on the device."""

    def metadata(self, version: str, **_other: Any) -> None:
        self.version = version

    def package(self, name: str, files: list[str], base_path: str, opt: int) -> None:
        for file in files:
            if not (Path(base_path) / name / file).is_file():
                raise DistError(f"manifest.py: no {base_path}/{name}/{file}")
            self.files.append(f"{name}/{file}")


def read(path: Path, **options: str) -> Manifest:
    """Run the manifest `path` with `options`. Raises DistError for a file that it names and that is not there."""
    found = Manifest()
    names = {"metadata": found.metadata, "package": found.package, "options": Options(options)}
    before = os.getcwd()
    os.chdir(path.parent)
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    finally:
        os.chdir(before)
    return found
