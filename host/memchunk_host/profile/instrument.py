"""A script with a probe before each of its statements, so that stock firmware can tell what each line allocates.

    script = instrument("walk.py", source)
    script.text, script.lines, script.functions

    x = f(y)              at(3); x = f(y)
    for x in y:           at(4)             at the end of the body and before `continue` once more: that is when
        ...               for x in y:       the next element is fetched
    return x + 1          at(7); return leave((x + 1))
    yield x + 1           at8(); hold.value = (x + 1); yield take()

`leave` gives the account back to the caller's line, which goes on with its own expression. What the script computes
stays the same: no scope, local or global name is added, and a probe passes on what it is given. A generator lives on
the heap with its stack, so a probe in one takes no argument and no more stack than the statement itself; where
it would, which is compiled and looked at, `leave()` stands before the statement instead.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from memchunk_host.profile.deep import deeply
from memchunk_host.profile.edits import Edits, indented
from memchunk_host.profile.frames import Path, grown
from memchunk_host.profile.script import Function, Script
from memchunk_host.profile.syntax import (
    BLOCKS,
    FUNCTIONS,
    LOOPS,
    MACHINE,
    UNKNOWN,
    YIELDS,
    apart,
    dotted,
    end,
    first_line,
    header_of,
    is_silent,
    names_gc,
    own,
    place,
    start,
)


@dataclass(frozen=True)
class _Scope:
    path: Path
    name: str = ""
    generator: bool = False
    level: int = 0  # how much more careful the probes of a generator must be, up to 2
    loop: int = 0  # the line of the loop that `continue` goes on with
    header: int = 0  # the line that a body shares with its header, and the probe that it has there instead
    entry: int = 0


def instrument(name: str, source: str) -> Script:
    """Put the probes in. Raises SyntaxError."""
    try:
        return deeply(lambda: _instrument(name, source))
    except (RecursionError, MemoryError) as e:  # MemoryError: the parser's stack
        raise SyntaxError("nested too deep", (name, 1, None, None)) from e


def _instrument(name: str, source: str) -> Script:
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    tree = ast.parse(source, name)
    levels: dict[Path, int] = {}
    while True:
        done = _Instrumenter(name, source, tree, levels)
        large = grown(source, done.bare, tree, done.generators) if done.generators else ()
        larger = {path: levels.get(path, 0) + 1 for path in large if levels.get(path, 0) < 2}
        if not larger:
            return done.script
        levels |= larger


class _Instrumenter:
    def __init__(self, name: str, source: str, tree: ast.Module, levels: dict[Path, int]) -> None:
        self._edits, self._levels = Edits(source), levels
        self._prefix = "_memchunk"
        while self._prefix in source:
            self._prefix += "_"
        self.generators: set[Path] = set()
        self.script = script = Script(name, source.split("\n"))
        script.probes = len(script.source)
        script.uses_gc = any(names_gc(node) for node in ast.walk(tree))
        self._apart = apart(tree)
        self._block(tree.body, _Scope(()))
        self.bare, lines = self._edits.result()
        p = script.prefix = self._prefix
        script.text = f"try:\n\t{p}_begin()\n{indented(self.bare)}\n\t{p}_end(True)\n"
        script.text += f"except {p}_end() or SystemExit as {p}:\n\t{p}_exit({p})\n"
        script.lines = [1, 1, *lines, *[len(script.source)] * 3]

    def _at(self, line: int, scope: _Scope, hit: bool = True) -> str:
        """The call that makes `line` the current one; `hit` counts it."""
        line = scope.entry if line == scope.header else line
        number = line if hit else -line
        if not scope.generator:
            return f"{self._prefix}_at({number})"
        if number not in self.script.marks:
            self.script.marks.append(number)
        return f"{self._prefix}_{'at' if hit else 'on'}{line}()"

    def _leave(self) -> str:
        return f"{self._prefix}_leave()"

    def _block(self, body: Sequence[ast.stmt], scope: _Scope, tail: str = "", header: int = 0) -> None:
        """The statements of a block; `tail` goes behind them, `header` is the line of what they are the block of."""
        before = header
        for node in body:
            self._statement(node, scope, hit=first_line(node) != before)
            if not is_silent(node):
                before = node.lineno
        if tail and not isinstance(body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break)):
            self._tail(body, tail)

    def _tail(self, body: Sequence[ast.stmt], text: str) -> None:
        line, column = start(body[0])
        if self._edits.begins(line, column):
            self._edits.below(end(body[-1])[0], self._edits.indentation(line) + text)
        else:  # behind a colon
            self._edits.put(*end(body[-1]), f"; {text}", late=True)

    def _statement(self, node: ast.stmt, scope: _Scope, hit: bool) -> None:
        if type(node).__name__ in UNKNOWN:
            place = (self.script.name, node.lineno, node.col_offset, self.script.source[node.lineno - 1])
            raise SyntaxError(f"MicroPython has no {UNKNOWN[type(node).__name__]}", place)
        if isinstance(node, BLOCKS):
            self._compound(node, scope)
        elif not is_silent(node):
            self._simple(node, scope, hit)

    def _simple(self, node: ast.stmt, scope: _Scope, hit: bool) -> None:
        self._count(node, [node])
        before = [self._at(node.lineno, scope, hit)]
        if isinstance(node, ast.Continue):
            before.append(self._at(scope.loop, scope))
        handed, keyword = _handed(node, scope)
        hold = handed is not None and scope.level < 2 and self._edits.begins(*place(node), keyword)
        if hold and isinstance(handed, (ast.Name, ast.Constant)) or keyword and not hold:
            before.append(self._leave())
        self._edits.put(*place(node), "".join(f"{one}; " for one in before))
        if isinstance(node, ast.Return) and node.value and not scope.generator:
            self._wrap(node.value, f"{self._prefix}_leave((", "))")
        elif hold and not isinstance(handed, (ast.Name, ast.Constant)):
            self._edits.put(*place(node), f"{self._prefix}_hold.value = (", cut=len(keyword))
            self._edits.put(*end(node), f"); {keyword} {self._prefix}_take()")
        inner = ast.iter_child_nodes(node.value) if keyword == "yield" else [node]  # type: ignore[attr-defined]
        self._expressions(list(inner), scope)

    def _compound(self, node: ast.stmt, scope: _Scope) -> None:
        line, column = start(node)
        for decorator in getattr(node, "decorator_list", ()):
            self.script.counted[decorator.lineno, column] = line
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Try)):
            self._count(node, header_of(node))
        if isinstance(node, ast.If) and self._edits.begins(line, column, "elif"):
            self._wrap(node.test, f"{self._at(line, scope)} or (", ")")
        elif not isinstance(node, ast.Try):
            self._edits.above(line, self._at(line, scope))
        self._expressions(header_of(node), scope)
        if isinstance(node, FUNCTIONS):
            self._function(node, scope)
        elif isinstance(node, ast.ClassDef):
            inner, entry = _Scope((*scope.path, place(node)), f"{scope.name}{node.name}."), line
            if _shares_line(node):
                entry = self._entry(node, inner)
                inner = replace(inner, header=node.lineno, entry=entry)
            self._block(node.body, inner, self._leave(), node.lineno)
            self._note(f"{scope.name}{node.name}", node, entry)
        else:
            self._nested(node, scope)

    def _nested(self, node: ast.stmt, scope: _Scope) -> None:
        tail, inner, header = "", scope, 0 if isinstance(node, ast.Try) else node.lineno
        if isinstance(node, LOOPS):
            tail = self._at(node.lineno, scope)
            inner = replace(scope, loop=node.lineno)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            tail = self._at(node.lineno, scope, hit=False)  # what leaving the context allocates
        self._block(node.body, inner, tail, header)  # type: ignore[attr-defined]
        for handler in getattr(node, "handlers", ()):
            self._block(handler.body, scope)
        for more in (getattr(node, "orelse", None), getattr(node, "finalbody", None)):
            if more:
                self._block(more, scope)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: _Scope) -> None:
        path = (*scope.path, place(node))
        if node.name in self._apart or any(dotted(one).rpartition(".")[2] in MACHINE for one in node.decorator_list):
            return
        generator = isinstance(node, ast.AsyncFunctionDef) or any(isinstance(one, YIELDS) for one in own(node.body))
        if generator:
            self.generators.add(path)
        name = f"{scope.name}{node.name}"
        inner = _Scope(path, f"{name}.", generator, self._levels.get(path, 0))
        entry = self._entry(node, inner)
        if _shares_line(node):
            inner = replace(inner, header=node.lineno, entry=entry)
        self._note(name, node, entry, generator)
        self._block(node.body, inner, self._leave(), node.lineno)

    def _entry(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, scope: _Scope) -> int:
        """The probe that is passed once a call: that of the first statement, or one put before it."""
        first = next((one for one in node.body if not is_silent(one)), None)
        if first is None or isinstance(first, (*LOOPS, ast.Try)) or _shares_line(node):
            self.script.probes += 1
            entry, (line, column) = self.script.probes, start(node.body[0])
            if self._edits.begins(line, column):
                self._edits.above(line, self._at(entry, scope))
            else:
                self._edits.put(line, column, f"{self._at(entry, scope)}; ")
            return entry
        return first_line(first)

    def _count(self, node: ast.stmt, parts: Sequence[ast.AST]) -> None:
        """What `parts` of `node` allocate is told by its line, unless they yield: who takes it may have that."""
        if not any(isinstance(one, YIELDS) for one in own(parts)):
            self.script.counted[place(node)] = node.lineno

    def _note(self, name: str, node: ast.stmt, entry: int, generator: bool = False) -> None:
        if not generator:  # of one, what it yields may be booked to who takes it
            self.script.counted[place(node)] = node.lineno
        self.script.functions.append(Function(name, node.lineno, node.end_lineno or node.lineno, entry))

    def _expressions(self, nodes: Sequence[ast.AST], scope: _Scope) -> None:
        """Lambdas and yields, wherever they stand in these."""
        for node in own(nodes):
            if isinstance(node, ast.Lambda):
                self._lambda(node, scope)
            elif isinstance(node, ast.Yield) and not scope.level:
                if node.value:
                    self._wrap(node.value, f"{self._prefix}_leave((", "))")
                else:
                    self._edits.put(*end(node), f" {self._leave()}")

    def _lambda(self, node: ast.Lambda, scope: _Scope) -> None:
        if node in self._apart or any(isinstance(one, YIELDS) for one in own([node.body])):
            return
        inner = _Scope((*scope.path, place(node)), scope.name, header=scope.header, entry=scope.entry)
        self._wrap(node.body, f"{self._at(node.lineno, inner, False)} or {self._prefix}_leave((", "))")
        self._expressions([node.body], inner)

    def _wrap(self, node: ast.expr, before: str, after: str) -> None:
        self._edits.put(*place(node), before)
        self._edits.put(*end(node), after)


def _shares_line(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether its body begins on the line of `def` or `class`."""
    first = next((one for one in node.body if not is_silent(one)), None)
    return first is not None and first_line(first) == node.lineno


def _handed(node: ast.stmt, scope: _Scope) -> tuple[ast.expr | None, str]:
    """What a statement of a generator gives away, and the keyword that it does so with."""
    if isinstance(node, ast.Return) and (scope.generator or node.value is None):
        return node.value, "return"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
        return node.value.value, "yield"
    if scope.level and isinstance(node, ast.Assign) and isinstance(node.value, ast.Yield):
        return None, "yield"
    return None, ""
