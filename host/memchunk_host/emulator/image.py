"""The board's file system as an image, made and read on the PC.

    data = pack({"main.py": b"print(1)", "lib/x.mpy": Path("x.mpy")})
    files = unpack(data)

littlefs, as MicroPython lays it out in the flash of a Pico.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from littlefs import LittleFS, UserContext

# ports/rp2/boards/RPI_PICO: the last 1408 KB of 2 MB, in the flash's erase sectors.
START, BLOCK, BLOCKS = 0xA0000, 4096, 352
SIZE = BLOCK * BLOCKS
_WRITE = 256  # bytes; the flash's page
_VERSION = 0x00020000  # what MicroPython formats; 2.1 it reads, too, but does not need

Files = Mapping[str, "bytes | Path"]


def pack(files: Files) -> bytes:
    """An image that holds `files`, contents or their source by path on the board.

    Raises LittleFSError if they do not fit, OSError for a source that can't be read.
    """
    system, context = _open(disk_version=_VERSION)
    system.format()
    system.mount()
    for name, content in files.items():
        path = PurePosixPath("/", name)
        system.makedirs(str(path.parent), exist_ok=True)
        with system.open(str(path), "wb") as file:
            file.write(content.read_bytes() if isinstance(content, Path) else content)
    system.unmount()
    return bytes(context.buffer)


def unpack(image: bytes) -> dict[str, bytes]:
    """Every file of an image, by its path without the leading slash."""
    system, context = _open()
    context.buffer[:] = image
    system.mount()
    found = {}
    for folder, _, names in system.walk("/"):
        for name in names:
            path = str(PurePosixPath(folder) / name)
            with system.open(path, "rb") as file:
                found[path.lstrip("/")] = file.read()
    return found


def _open(disk_version: int = 0) -> tuple[LittleFS, UserContext]:
    context = UserContext(buffsize=SIZE)
    system = LittleFS(
        context=context,
        block_size=BLOCK,
        block_count=BLOCKS,
        prog_size=_WRITE,
        read_size=_WRITE,
        disk_version=disk_version,
        mount=False,
    )
    return system, context
