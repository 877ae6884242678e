"""Every module of codecs and dsp stands in the MODULES of a test_alloc_*.py, which proves what it promises."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def proved():
    """Names within memchunk of the modules that tests are about."""
    names = set()
    for path in (ROOT / "tests" / "device").glob("test_alloc_*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "MODULES":
                value = ast.literal_eval(node.value)
                names |= set(value.split() if isinstance(value, str) else value)
    return names


def test_every_module_is_proved():
    library = ROOT / "lib" / "memchunk"
    here = set()
    for room in ("codecs", "dsp", "frame"):
        for path in (library / room).glob("*.py"):
            here.add(room if path.stem == "__init__" else f"{room}.{path.stem}")
    assert len(here) > 10
    assert here <= proved(), here - proved()
