"""What a program asks to be imported, read from its source: dotted names, and patterns of them.

    asks("x.py", b"from memchunk import kernels, Ring\nkernels.link")   # memchunk.Ring, memchunk.kernels.link, ...

An import in a branch, a function or a `try` counts as any other. Of `"crc%d" % bits` the pattern `crc*` is known; what
could be any name, or may end up anywhere, is `CannotTell`.
"""

from __future__ import annotations

import ast
import re

PACKAGE, KERNELS = "memchunk", "memchunk.kernels"
LAZY = (PACKAGE, KERNELS)  # to ask these for an attribute is to import
_GETTERS = ("getattr", "hasattr")
_LOADERS = {"once": "", "__import__": "", "import_module": "", "hasten": f"{PACKAGE}.hot."}  # and what they put before
_RUNNERS = ("eval", "exec", "execfile")
_FROM_LIST = 4  # arguments of an `__import__` that gives the module itself, not the package that it is in


class CannotTell(Exception):
    """Why only a run would show what a program needs, in words that end a line."""


def asks(name: str, content: bytes, package: str = "", lazy: bool = False) -> set[str]:
    """What the source `content` of the file `name` asks for, relative to `package`; `*` stands for any part of a name.

    A name may go on below what is a module: `memchunk.view.View.aim`. A `lazy` module imports what others ask it for,
    which they tell. Raises CannotTell.
    """
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError) as e:
        raise CannotTell(f"{name} is no program that this Python reads") from e
    reader = _Reader(name, package, lazy)
    for node in ast.walk(tree):  # first, since a function may come before what it uses
        reader.bind(node)
    reader.visit(tree)
    return reader.found


class _Reader(ast.NodeVisitor):
    def __init__(self, name: str, package: str, lazy: bool) -> None:
        self.found: set[str] = set()
        self._name, self._package, self._lazy = name, package, lazy
        self._bound: dict[str, str] = {}  # names of this file that are something of memchunk

    def bind(self, node: ast.AST) -> None:
        """Note what an import asks for, and by which name the file has it then."""
        if isinstance(node, ast.Import):
            for one in node.names:
                self._ask(one.name, node)
                top = one.name.partition(".")[0]
                self._keep(one.asname or top, one.name if one.asname else top)
        elif isinstance(node, ast.ImportFrom):
            base = self._base(node)
            for one in node.names:
                self._ask(f"{base}.{one.name}".strip("."), node)
                self._keep(one.asname or one.name, f"{base}.{one.name}")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """`kernels.link` asks for it."""
        dotted = self._dotted(node)
        if dotted is None:
            self.generic_visit(node)
        else:
            self._ask(dotted, node)
            self._let_go(dotted, node)

    def visit_Name(self, node: ast.Name) -> None:
        """A lazy module that is handed on may be asked for anything there."""
        if isinstance(node.ctx, ast.Load):
            self._let_go(self._bound.get(node.id, ""), node)

    def visit_Call(self, node: ast.Call) -> None:
        """`once("memchunk.names")`, `kernels.hasten("queue")`, `getattr(kernels, "crc%d" % bits)`, and their like."""
        function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        rest: list[ast.AST] = [node.func, *node.args, *node.keywords]
        of = self._dotted(node.args[0]) if node.args else None
        if function in _GETTERS and of is not None and len(node.args) > 1:
            self._ask(f"{of}.{_pattern(node.args[1])}", node)
            rest.remove(node.args[0])
        elif function in _LOADERS and node.args:
            asked = _LOADERS[function] + _pattern(node.args[0])
            self._ask(asked, node)
            whole = function == "__import__" and len(node.args) < _FROM_LIST
            self._let_go(asked.partition(".")[0] if whole else asked, node)
        elif function in _RUNNERS and isinstance(node.func, ast.Name):
            self._give_up(node, f"calls {function}")
        for one in rest:
            self.visit(one)

    def _ask(self, dotted: str, node: ast.AST) -> None:
        if any(part.strip("*") == "" for part in dotted.split(".")):
            self._give_up(node, "computes a name, or imports *")
        else:
            self.found.add(dotted)

    def _keep(self, name: str, dotted: str) -> None:
        if dotted.partition(".")[0] == PACKAGE:
            self._bound[name] = dotted

    def _let_go(self, dotted: str, node: ast.AST) -> None:
        if dotted in LAZY:
            self._give_up(node, f"hands {dotted} on")

    def _give_up(self, node: ast.AST, why: str) -> None:
        if not self._lazy:
            raise CannotTell(f"{self._name}, line {getattr(node, 'lineno', 0)}, {why}")

    def _base(self, node: ast.ImportFrom) -> str:
        """The module that a `from` names, its dots resolved."""
        above = self._package.split(".")
        above = above[: len(above) - node.level + 1] if node.level else []
        return ".".join([*above, *([node.module] if node.module else [])]).strip(".")

    def _dotted(self, node: ast.AST) -> str | None:
        """`kernels.link.crc32` in full, if it starts at something of memchunk."""
        if isinstance(node, ast.Attribute):
            of = self._dotted(node.value)
            return None if of is None else f"{of}.{node.attr}"
        return self._bound.get(node.id) if isinstance(node, ast.Name) else None


def _pattern(node: ast.AST) -> str:
    """The string that an expression is, with `*` for what is not known of it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_pattern, node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _pattern(node.left) + _pattern(node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant):
        return re.sub(r"%[^a-zA-Z]*[a-zA-Z]", "*", str(node.left.value))
    return "*"
