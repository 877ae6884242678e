"""What runs beside the script, with none of its own names left in the firmware's table of strings.

    text = before(script)      # the probes of on_board/, set up for `script`

MicroPython makes no new string where a name of the same spelling is in that table. A `line` or `top` of ours would
so spare the script a string that it allocates without us.
"""

from __future__ import annotations

import ast
import re
from importlib import resources

from memchunk_host.profile.script import Script


def before(script: Script, increments: bool = True, bound: int = -1, more: str = "") -> str:
    """The program that sets up the probes of `script`; `more` is run behind it, in the same names.

    With a `bound` of 0 or more they print a map of the heap when it has grown by more bytes than that, and in the end.
    """
    text = resources.files(__package__).joinpath("on_board/probes.py").read_text("utf-8")
    setup = (script.prefix, script.probes, tuple(script.marks), increments, script.uses_gc, bound)
    return discreet(f"{text}\n{more}\ninstall{setup!r}\n")


def discreet(source: str) -> str:
    """The same program without docstrings and comments, its own names changed to ones that nobody else has."""
    tree = ast.parse(source)
    own = {name: f"_memchunk{number}" for number, name in enumerate(sorted(_own(tree)))}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.Name):
            node.id = own.get(node.id, node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            node.name = own.get(node.name, node.name)
        elif isinstance(node, ast.arg):
            node.arg = own.get(node.arg, node.arg)
        elif isinstance(node, ast.Global):
            node.names = [own.get(name, name) for name in node.names]
    return re.sub(r"^(?: {4})+", lambda found: found[0][::4], ast.unparse(tree), flags=re.MULTILINE) + "\n"


def _own(tree: ast.AST) -> set[str]:
    """Names that it defines; not those with two underscores, which mean something."""
    names = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {name for name in names if not name.startswith("__")}
