"""What the tests of the thumb kernels share: their machine code, and a core to run it."""

from __future__ import annotations

import ast

import pytest
from mpy import Mpy
from thumb_alike import THUMB
from thumb_core import Core

from memchunk_host.build import build_package


@pytest.fixture(scope="session")
def machine_code(tmp_path_factory) -> dict[str, bytes]:
    """The code of each thumb kernel, by `subject.name`."""
    built = build_package("armv6m", tmp_path_factory.mktemp("mpy")).out / "memchunk/kernels/thumb"
    found: dict[str, bytes] = {}
    for source in sorted(THUMB.glob("*.py")):
        names = [node.name for node in ast.parse(source.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
        functions = Mpy((built / source.with_suffix(".mpy").name).read_bytes()).module.children
        for name, function in zip(names, functions, strict=True):
            if function.assembled is not None:
                found[f"{source.stem}.{name}"] = function.assembled
    return found


@pytest.fixture(scope="session")
def core() -> Core:
    return Core()
