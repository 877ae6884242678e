"""An emulated Pico behind a serial port, for whatever talks to a board.

    python -m memchunk_host.emulator          # says the port, such as /dev/pts/3, and runs until Ctrl-C
    mpremote connect /dev/pts/3 repl
"""

from __future__ import annotations

import argparse
import os
import select
import sys
import tty
from pathlib import Path

from memchunk_host.emulator import BoardError, NoFirmware, Pico, find_firmware

_PIECE = 4096


def main() -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m memchunk_host.emulator", description="A Pico behind a pty.")
    parser.add_argument("--files", type=Path, help="folder with what is in the board's file system")
    options = parser.parse_args()
    folder: Path | None = options.files
    try:
        found = sorted(path for path in folder.rglob("*") if path.is_file()) if folder else []
        pico = Pico(find_firmware(), {path.relative_to(folder).as_posix(): path for path in found if folder})
        pico.boot()
    except (NoFirmware, BoardError, OSError) as error:
        print(f"emulator: {error}", file=sys.stderr)
        return 2
    return _serve(pico)


def _serve(pico: Pico) -> int:
    ours, theirs = os.openpty()
    tty.setraw(theirs)  # kept open here, so that one who talks to it may come and go
    os.set_blocking(ours, False)
    print(os.ttyname(theirs), flush=True)
    waiting = bytearray()
    try:
        while True:
            if select.select([ours], [], [], 0)[0]:
                pico.write(os.read(ours, _PIECE))
            pico.step()
            waiting += pico.read()
            if waiting and select.select([], [ours], [], 0)[1]:
                del waiting[: os.write(ours, waiting[:_PIECE])]
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
