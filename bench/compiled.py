"""The kernels' twins in C, compiled for a Cortex-M0+: bench/c/SUBJECT.c, the same names and arguments.

    image, functions = compile_c(Path("bench/c/link.c"), 0x2001_0000)
    functions["crc32"]          # its address
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent / "c"
GCC = "arm-none-eabi-gcc"
FLAGS = ("-O2", "-mcpu=cortex-m0plus", "-mthumb")
_WARNINGS = ("-std=c11", "-Wall", "-Wextra", "-Werror")
_LINK = ("-nostartfiles", "-Wl,-n,-e0", "-lc", "-lgcc")  # -n: data right behind the code


class CError(Exception):
    """What the compiler said."""


def compiler() -> str | None:
    """The compiler and its version in one line, or None where it is missing."""
    if not shutil.which(GCC):
        return None
    return _run([GCC, "--version"]).splitlines()[0]


def compile_c(source: Path, address: int) -> tuple[bytes, dict[str, int]]:
    """The program linked to `address`, as bytes, and the addresses of its functions. Raises CError."""
    with tempfile.TemporaryDirectory() as folder:
        elf, image = Path(folder) / "c.elf", Path(folder) / "c.bin"
        _run([GCC, *FLAGS, *_WARNINGS, str(source), "-o", str(elf), f"-Wl,-Ttext={address:#x}", *_LINK])
        _run(["arm-none-eabi-objcopy", "-O", "binary", str(elf), str(image)])
        symbols = [line.split() for line in _run(["arm-none-eabi-nm", "--defined-only", str(elf)]).splitlines()]
        return image.read_bytes(), {name: int(place, 16) & ~1 for place, kind, name in symbols if kind == "T"}


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise CError((done.stderr or done.stdout).strip())
    return done.stdout
