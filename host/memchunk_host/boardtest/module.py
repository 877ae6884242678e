"""A board test module as the PC sees it: its tests by name, and what its comments ask for.

    # inject: adc=ramp i2c=registers      wired to an emulated Pico, see `inject`
    # timeout: 300                        seconds without a word before a test counts as hung
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "board_tests"
TIMEOUT = 120


@dataclass(frozen=True)
class Module:
    """`tests` in the order they run: sorted by name, as run.py on the device has them."""

    name: str
    tests: tuple[str, ...]
    inject: tuple[str, ...] = ()
    timeout: float = TIMEOUT


def load(path: Path) -> Module:
    """Read a module without running it. Raises ValueError if it has no tests, SyntaxError if it is no Python."""
    text = path.read_text("utf-8")
    found = (node.name for node in ast.parse(text, str(path)).body if isinstance(node, ast.FunctionDef))
    tests = tuple(sorted(name for name in found if name.startswith("test_")))
    if not tests:
        raise ValueError(f"no tests in {path.name}")
    timeout = _comment(text, "timeout")
    return Module(path.stem, tests, tuple(_comment(text, "inject")), float(timeout[0]) if timeout else TIMEOUT)


def load_all(only: list[str], folder: Path = FOLDER) -> list[Module]:
    """Every module of `folder`, or those named in `only`. Raises ValueError for a name that is not there."""
    known = {path.stem: path for path in sorted(folder.glob("test_*.py"))}
    unknown = [name for name in only if name not in known]
    if unknown:
        raise ValueError(f"no board test module {unknown[0]}; there are {' '.join(known)}")
    return [load(path) for name, path in known.items() if not only or name in only]


def _comment(text: str, key: str) -> list[str]:
    found = re.search(rf"^# {key}:(.*)$", text, re.MULTILINE)
    return found.group(1).split() if found else []
