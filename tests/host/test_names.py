"""Each public name is defined where `memchunk.names` says, and each class of the rooms has a name there."""

import ast
from pathlib import Path

from memchunk.names import HOMES

LIBRARY = Path(__file__).resolve().parents[2] / "lib" / "memchunk"
NAMES = dict(pair.split("=") for pair in HOMES.split())
# The little of CBOR that frames load, which the public classes of that name extend.
FRAMES_OWN = {("codecs.cbor", "CborWriter"), ("codecs.cbor", "CborReader")}
# Bases.
INNER = {"Stage", "Codec", "Transform", "Analysis", "Filter", "Decimator", "Text", "Trailer"}


def defined(module):
    """Names of the functions and classes that a module has at its top."""
    path = LIBRARY.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
    return found


def test_every_name_is_defined():
    assert len(NAMES) > 50
    assert not {name: module for name, module in NAMES.items() if name not in defined(module)}


def test_every_codec_and_transform_has_a_name():
    for room in ("codecs", "dsp"):
        for path in (LIBRARY / room).glob("*.py"):
            classes = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)}
            public = {name for name in classes if not name.startswith("_")} - INNER
            module = room if path.stem == "__init__" else f"{room}.{path.stem}"
            homeless = {name for name in public if (module, name) not in FRAMES_OWN and NAMES.get(name) != module}
            assert not homeless, (module, homeless)
