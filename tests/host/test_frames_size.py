"""How large the frames of the library's functions are, from the compiled `.mpy` files.

A frame above 11 words (py/objfun.c, VM_MAX_STATE_ON_STACK) is taken from the heap for the time of the call.
Neither proof of zero allocation sees that: it falls back to the stack under `heap_lock`, and is given back
before `mem_alloc` is read. But it may find the heap full, counts towards `gc.threshold`, and is not for an IRQ.

    prelude of a function (py/bc.h)   xSSSSEAA [xFSSKAED …] : S state words - 1, E exception handlers, 3 words each
"""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from memchunk_host.build import LIBRARY, build_package
from memchunk_host.interpreter import find
from memchunk_host.mpy import Code, Mpy

LIMIT = 11
CONSTRUCTOR = re.compile(r"[A-Z]\w+\.__init__")
# May be larger: constructors, and what runs once to set something up or is asked for a report.
COLD = (
    "__init__.__getattr__",
    "__init__.once",
    "kernels.__init__.__getattr__",
    "kernels.__init__.hasten",
    "frame.__init__.Frame.plan",
    "codecs.crc_table.",
    "frame.template.",
    "flow.footprint.",
    "flow.room.",
    "flow.adc_dma.AdcDma._control",
    "flow.adc_dma.AdcDma.start",
    "flow.fifo._listen",
    "dsp.filter.Filter._begin",
    "dsp.biquad._sums",
    "heap.__init__",
    "heap.budgets.",
    "heap.names.",
    "heap.objects.",
    "heap.profiler.",
    "heap.references.",
    "heap.proofs.",
    "dsp.biquad._checked",
    "heap.inspector.Record.__repr__",
    "heap.table._area",
    "heap.table._holds",
    "heap.table.Tables.add",
    "heap.cost.",
    "heap.trials.",
)


SCOPES = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp)


def scopes(tree: ast.AST) -> list[ast.AST]:
    """The scopes right inside of one, in the order of the source."""
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(tree):
        found += [child] if isinstance(child, SCOPES) else scopes(child)
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def functions(code: Code, tree: ast.AST, path: str):
    """(dotted name, frame words) of every function; names of the source, checked against those compiled in."""
    name = getattr(tree, "name", "<module>" if isinstance(tree, ast.Module) else f"<{type(tree).__name__}>")
    assert code.name in (None, name) or name.startswith("<"), (code.name, name, path)
    yield path, name, code.words
    inner = scopes(tree)
    assert len(inner) == len(code.children), path
    for child, node in zip(code.children, inner, strict=True):
        yield from functions(child, node, f"{path}.{getattr(node, 'name', '<>')}")


def frames(out: Path, library: Path, arch: str = "none"):
    built = build_package(arch, out, library)
    for compiled in sorted(built.out.rglob("*.mpy")):
        relative = compiled.relative_to(built.out).with_suffix("")
        source = library / relative.with_suffix(".py")
        if "kernels/plain" in relative.as_posix():
            continue  # the readable form, for ports without an emitter
        tree = ast.parse(source.read_text("utf-8"))
        yield from functions(Mpy(compiled.read_bytes()).module, tree, ".".join(relative.parts[1:]))


def test_no_frame_of_the_hot_path_is_taken_from_the_heap(tmp_path):
    found = list(frames(tmp_path, LIBRARY))
    assert len(found) > 150
    large = {path: words for path, _, words in found if words > LIMIT}
    hot = [path for path in large if not path.startswith(COLD) and not CONSTRUCTOR.search(path)]
    assert not hot, {path: large[path] for path in hot}


def has(locals_: int, body: str) -> str:
    """A function f of no arguments with so many locals."""
    return "def f():\n" + "".join(f"    a{i} = 0\n" for i in range(locals_)) + body


BODIES = ("    return 0\n", "    try:\n        a0 = 1\n    except ValueError:\n        a0 = 2\n")


@pytest.mark.parametrize("body", BODIES)
def test_the_interpreter_takes_larger_frames_from_the_heap(body, tmp_path):
    """The count and the limit against what a real call takes: `mem_total` counts what is given back, too."""
    ask = "\nfrom micropython import mem_total\nf()\nbefore = mem_total()\nnothing = mem_total() - before\n"
    ask += "before = mem_total()\nf()\nprint(mem_total() - before - nothing)\n"
    package = tmp_path / "lib" / "memchunk"
    package.mkdir(parents=True)
    seen = set()
    for locals_ in range(1, 16):
        source = has(locals_, body)
        (package / "one.py").write_text(source)
        words = dict((name, count) for _, name, count in frames(tmp_path / "out", tmp_path / "lib"))["f"]
        told = subprocess.run([find(), "-c", source + ask], capture_output=True, text=True, check=True)
        assert (int(told.stdout) > 0) == (words > LIMIT), (locals_, words)
        seen.add(words > LIMIT)
    assert seen == {False, True}
