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
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from memchunk_host.build import LIBRARY, build_package
from memchunk_host.interpreter import find

LIMIT = 11
CONSTRUCTOR = re.compile(r"[A-Z]\w+\.__init__")
# May be larger: constructors, and what runs once to set something up or is asked for a report.
COLD = ("__init__.__getattr__", "flow.footprint.", "frame.describe.", "frame.__init__.Frame.plan", "flow.fifo._listen")


@dataclass
class Code:
    """A function as bytecode, or as machine code (`words` is 0: it has its frame on the stack)."""

    words: int
    name: str | None
    children: list[Code] = field(default_factory=list)


class Mpy:
    """Reader of a `.mpy` file of version 6 (py/persistentcode.c)."""

    def __init__(self, data: bytes) -> None:
        assert data[:2] == b"M\x06"
        self._data = data
        self._at = 4
        if data[2] & 0x40:
            self.uint()  # flags of the architecture
        strings, objects = self.uint(), self.uint()
        self._names = [self._string() for _ in range(strings)]
        for _ in range(objects):
            self._skip_object()
        self.module = self._code()
        assert self._at == len(data)

    def byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def uint(self) -> int:
        value = 0
        while True:
            byte = self.byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value

    def _string(self) -> str | None:
        length = self.uint()
        if length & 1:
            return None  # one of the firmware's own, by number
        end = self._at + (length >> 1)
        text = self._data[self._at : end].decode()
        self._at = end + 1
        return text

    def _skip_object(self) -> None:
        kind = self.byte()  # 0 function table, 1 None, 2 False, 3 True, 4 …, 10 tuple; 5 str and 6 bytes end in 0
        if kind == 10:
            for _ in range(self.uint()):
                self._skip_object()
        elif kind > 4:
            length = self.uint()
            self._at += length + (kind < 7)

    def _code(self) -> Code:
        kind = self.uint()
        start = self._at
        self._at += kind >> 3
        if kind & 3 == 0:
            end, self._at = self._at, start
            code = self._prelude()
            self._at = end
        else:
            code = Code(0, None)
            flags = self.uint()  # of kind 1 this is the place of the prelude
            assert kind & 3 < 3 and not (kind & 3 == 2 and flags & 0x70), "only native and plain viper code"
        if kind & 4:
            code.children = [self._code() for _ in range(self.uint())]
        return code

    def _prelude(self) -> Code:
        byte = self.byte()
        state, handlers, n = byte >> 3 & 0xF, byte >> 2 & 1, 0
        while byte & 0x80:
            byte = self.byte()
            state |= (byte & 0x30) << 2 * n
            handlers |= (byte & 0x02) << n
            n += 1
        while self.byte() & 0x80:  # sizes of the two tables
            pass
        return Code(state + 1 + 3 * handlers, self._names[self.uint()])


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
