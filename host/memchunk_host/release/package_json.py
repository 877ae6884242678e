"""mip's `package.json`: which file goes where on a board.

    python -m memchunk_host.release.package_json   # renews the one at the root of the sources; `make package.json`

Paths are relative to the package.json itself, so it works from a folder, a web server and a repository alike.
The format: https://docs.micropython.org/en/latest/reference/packages.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from memchunk_host import __version__
from memchunk_host.build import ARCHITECTURES, LIBRARY, ROOT, package_sources

NAME = "package.json"


def device_sources(library: Path = LIBRARY) -> list[str]:
    """Every source file that some board can load, as paths below `library`."""
    return sorted({name for arch in ARCHITECTURES for name in package_sources(arch, library)})


def text(names: Iterable[str], prefix: str = "") -> str:
    """The package.json that installs the files `names`, which lie below `prefix` as seen from it."""
    urls = ",\n".join(f"    {json.dumps([name, prefix + name])}" for name in sorted(names))
    return f'{{\n  "version": {json.dumps(__version__)},\n  "deps": [],\n  "urls": [\n{urls}\n  ]\n}}\n'


def of_sources(root: Path = ROOT) -> str:
    """What the package.json at the root of the sources has to say."""
    return text(device_sources(root / "lib"), "lib/")


def main(root: Path = ROOT) -> int:
    (root / NAME).write_text(of_sources(root), encoding="utf-8")
    print(f"{NAME}: {len(device_sources(root / 'lib'))} files, version {__version__}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
