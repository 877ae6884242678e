"""`make dist`: everything into dist/, which is replaced only when all of it holds."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from memchunk_host import __version__
from memchunk_host.build import ROOT, BuildError
from memchunk_host.console import INTERRUPTED
from memchunk_host.release import ARCHITECTURES, DistError, check, folder, mip, pypi, romfs


def make(out: Path) -> None:
    """Build and check everything in the empty folder `out`. Raises DistError or BuildError."""
    check.up_to_date()
    pypi.build(out)
    mip.packages(out)
    for arch in ARCHITECTURES:
        romfs.image(out / folder(arch), out / folder(arch) / "memchunk.romfs")
    check.everything(out)
    (out / "SHA256SUMS").write_text(sums(out), encoding="utf-8")


def sums(out: Path) -> str:
    """What `sha256sum -c` reads, for every file below `out`."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    hashes = {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return "".join(f"{digest}  {name}\n" for name, digest in hashes.items())


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m memchunk_host.release", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="default: dist")
    out = parser.parse_args(argv).out.resolve()
    try:
        (ROOT / "build").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=ROOT / "build") as temporary:  # where git and hatchling do not look
            made = Path(temporary) / "dist"
            made.mkdir()
            make(made)
            if out.exists():
                shutil.rmtree(out)
            shutil.move(made, out)
    except (BuildError, DistError, OSError) as e:
        print(f"dist: {e}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("dist: interrupted", file=sys.stderr)
        return INTERRUPTED
    print(mip.table(out))
    print()
    for path in sorted(path for path in out.iterdir() if path.is_file()):
        print(f"{path.name:36}{path.stat().st_size:9,} bytes")
    print(f"{out}: version {__version__} everywhere; a mip package and a ROMFS image for each architecture")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
