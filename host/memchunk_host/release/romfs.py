"""The compiled package as an image of a ROM file system, made by mpremote.

    python -m memchunk_host.release.romfs armv7emsp       # -> build/romfs/armv7emsp.romfs; `make romfs ARCH=armv7emsp`
    mpremote romfs deploy build/romfs/armv7emsp.romfs

Boards with a ROM partition mount it at /rom and look for modules in /rom/lib. The image is the whole
partition: for files of your own beside memchunk, put them in a folder with it and deploy that folder.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from memchunk_host.build import ARCHITECTURES, ROOT, BuildError
from memchunk_host.release import DistError, mip


def image(package: Path, file: Path) -> None:
    """Write `file`, a ROMFS image with `package`/memchunk in its lib. Raises DistError with mpremote's own words."""
    with tempfile.TemporaryDirectory() as temporary:
        shutil.copytree(package / "memchunk", Path(temporary) / "lib" / "memchunk")
        command = [sys.executable, "-m", "mpremote", "romfs", "-o", str(file), "build", temporary]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode or not file.exists():
        raise DistError(f"mpremote romfs build failed ({done.returncode})\n{(done.stdout + done.stderr).strip()}")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m memchunk_host.release.romfs", description="Make a ROMFS image of the device package."
    )
    parser.add_argument("arch", choices=ARCHITECTURES, metavar="ARCH", help=" ".join(ARCHITECTURES))
    arch = parser.parse_args(argv).arch
    file = ROOT / "build" / "romfs" / f"{arch}.romfs"
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            mip.compiled(arch, Path(temporary))
            image(Path(temporary), file)
    except (BuildError, DistError, OSError) as e:
        print(f"romfs: {e}", file=sys.stderr)
        return 1
    print(f"{file}: {file.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
