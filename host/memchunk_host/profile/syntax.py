"""Questions about a syntax tree: where a statement begins, which expressions are its own, what must not be touched.

    start(node), end(node), own([node]), apart(tree)
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

MACHINE = ("viper", "asm_thumb", "asm_xtensa", "asm_rv32", "asm_pio")  # decorators of what is no bytecode
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKS = (*FUNCTIONS, ast.ClassDef, ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
UNKNOWN = {"Match": "match statement", "TryStar": "except*"}
YIELDS = (ast.Yield, ast.YieldFrom, ast.Await)


def apart(tree: ast.Module) -> set[str | ast.Lambda]:
    """What a hard interrupt or another thread calls, where a probe must not be: names, and lambdas themselves."""
    found: set[str | ast.Lambda] = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        hard = any(one.arg == "hard" and getattr(one.value, "value", False) for one in call.keywords)
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if hard or name.endswith("start_new_thread"):
            for one in (*call.args, *(keyword.value for keyword in call.keywords)):
                found.add(one if isinstance(one, ast.Lambda) else ast.unparse(one).rpartition(".")[2])
    return found


def own(nodes: Sequence[ast.AST]) -> list[ast.AST]:
    """These nodes and all below, without what is in scopes of their own; a lambda itself, and not its body."""
    found: list[ast.AST] = []
    for node in nodes:
        found.append(node)
        if isinstance(node, ast.Lambda):
            found += own([node.args])
        elif not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            found += own(list(ast.iter_child_nodes(node)))
    return found


def header_of(node: ast.stmt) -> list[ast.AST]:
    """The expressions of a compound statement itself: not its blocks."""
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ExceptHandler):
            found += [child.type] if child.type else []
        elif not isinstance(child, ast.stmt):
            found.append(child)
    return found


def is_silent(node: ast.stmt) -> bool:
    """What compiles to nothing, and what must stay first."""
    constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return constant or future or isinstance(node, (ast.Global, ast.Nonlocal))


def start(node: ast.stmt) -> tuple[int, int]:
    """Where it begins, decorators and all."""
    decorators = getattr(node, "decorator_list", None)
    return (decorators[0].lineno if decorators else node.lineno), node.col_offset


def first_line(node: ast.stmt) -> int:
    return start(node)[0]


def place(node: ast.AST) -> tuple[int, int]:
    return node.lineno, node.col_offset  # type: ignore[attr-defined]


def end(node: ast.AST) -> tuple[int, int]:
    return node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]


def dotted(node: ast.expr) -> str:
    """A decorator as it is written, without its arguments."""
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def names_gc(node: ast.AST) -> bool:
    """Whether it imports `gc` or something from it, or memchunk's heap, which does."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    else:
        return False
    return any(name == "gc" or f"{name}.".startswith("memchunk.heap.") for name in names)
