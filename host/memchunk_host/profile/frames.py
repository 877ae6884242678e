"""Which generators would take more heap for the probes in them: both sources compiled, and their frames compared.

    grown(source, instrumented, ast.parse(source), generators)

A generator object holds its locals and its stack. A word more of them may be a block more of heap, and what a probe
takes must not be counted as the script's.
"""

from __future__ import annotations

import ast
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path as File

from memchunk_host.build import BuildError, mpy_cross
from memchunk_host.mpy import Code, Mpy

Path = tuple[tuple[int, int], ...]  # places of a scope and of those around it, from the outside
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp)


def grown(source: str, instrumented: str, tree: ast.Module, generators: Collection[Path]) -> frozenset[Path]:
    """Those whose frame is larger in `instrumented`, and all where that can't be told: machine code, no compiler."""
    try:
        pairs = list(_pairs(_compiled(source), _compiled(instrumented), tree, ()))
    except (AssertionError, BuildError, OSError, subprocess.SubprocessError, IndexError, ValueError):
        return frozenset(generators)
    return frozenset(path for path, before, after in pairs if after > before and path in generators)


def _compiled(source: str) -> Code:
    with tempfile.TemporaryDirectory() as folder:
        path = File(folder) / "script.py"
        path.write_text(source, encoding="utf-8")
        subprocess.run([str(mpy_cross()), str(path)], check=True, capture_output=True, timeout=60)
        return Mpy(path.with_suffix(".mpy").read_bytes()).module


def _pairs(before: Code, after: Code, tree: ast.AST, path: Path) -> Iterator[tuple[Path, int, int]]:
    yield path, before.words, after.words
    for one, other, node in zip(before.children, after.children, _inner(tree), strict=True):
        place = (node.lineno, node.col_offset)  # type: ignore[attr-defined]
        yield from _pairs(one, other, node, (*path, place) if isinstance(node, _SCOPES) else path)


def _inner(tree: ast.AST) -> list[ast.AST]:
    """The scopes right inside of one, in the order of the source."""
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(tree):
        found += [child] if isinstance(child, (*_SCOPES, *_COMPREHENSIONS)) else _inner(child)
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))  # type: ignore[attr-defined]
