"""Install the pinned WebAssembly port into build/wasm, once.

    from wasm.install import Unavailable, wasm_port
    node, folder = wasm_port()

Raises Unavailable, saying why, where node or npm is missing or the package cannot be had.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "build" / "wasm"


class Unavailable(Exception):
    """Why there is no WebAssembly port on this machine."""


def wasm_port() -> tuple[str, Path]:
    """The node command and the folder with the installed port; installs it if it is not there."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        raise Unavailable("node is not installed")
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = FOLDER / "installed.json"
    if stamp.exists() and stamp.read_bytes() == lock:
        return node, FOLDER
    if npm is None:
        raise Unavailable("npm is not installed")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, FOLDER / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(
            command, cwd=FOLDER, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300
        )
    except subprocess.TimeoutExpired:
        raise Unavailable("npm ci did not finish in 300 s") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Unavailable(f"npm ci failed: {said[0] if said else done.returncode}")
    stamp.write_bytes(lock)
    return node, FOLDER


if __name__ == "__main__":
    try:
        print("WebAssembly port:", wasm_port()[1])
    except Unavailable as e:
        print(f"WEBASSEMBLY PORT NOT INSTALLED: {e}", file=sys.stderr)
