"""The fakes of `machine` and `rp2` against the stubs: what they take is what the boards' modules take.

A parameter of a fake stands in the stub by the same name, or in one of its overloads, is as optional, and may be given
by position or by keyword as there. What only a test would call, `feed` or `fire`, the stub does not have.
"""

from __future__ import annotations

import ast

import pytest

from lanes import FAKES, ROOT

STUBS = {"machine": ROOT / "typings" / "machine.pyi", "rp2": ROOT / "typings" / "rp2" / "__init__.pyi"}
# What a test turns, and a chip would not.
CONTROLS = {"Pin.level", "Timer.fire", "UART.feed", "UART.drain", "I2S.feed"}
ALIKE = {"machine": ["Pin", "Timer", "ADC", "UART", "I2S"], "rp2": ["DMA"]}
FUNCTIONS = {"machine": ["disable_irq", "enable_irq"]}

Function = ast.FunctionDef


def functions(text: str) -> dict[str, list[Function]]:
    """Every function and method of a module by name, all its overloads."""
    found: dict[str, list[Function]] = {}
    for node in ast.parse(text).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for one in inner:
            if isinstance(one, Function):
                found.setdefault(prefix + one.name, []).append(one)
    return found


def parameters(function: Function) -> dict[str, tuple[str, bool]]:
    """(kind, optional) of each parameter but self."""
    a = function.args
    positional = [*a.posonlyargs, *a.args]
    required = len(positional) - len(a.defaults)
    found = {}
    for i, one in enumerate(positional):
        found[one.arg] = ("position" if one in a.posonlyargs else "either", i >= required)
    for one, default in zip(a.kwonlyargs, a.kw_defaults, strict=True):
        found[one.arg] = ("keyword", default is not None)
    found.pop("self", None)
    return found


def differences(name: str, fake: Function, stubs: list[Function]) -> list[str]:
    """How a fake differs from all overloads together; empty if calls that a board takes it takes, too."""
    wrong = []
    overloads = [parameters(stub) for stub in stubs]
    for parameter, (kind, optional) in parameters(fake).items():
        where = f"{name}({parameter})"
        there = [one[parameter] for one in overloads if parameter in one]
        if not there:
            wrong.append(f"{where}: not in the stub")
            continue
        if kind == "keyword" and not any(k == "keyword" for k, _ in there):
            wrong.append(f"{where}: by keyword only, which the stub's is not")
        if kind != "keyword" and all(k == "keyword" for k, _ in there):
            wrong.append(f"{where}: by position, which the stub's is not")
        if not optional and all(o for _, o in there):
            wrong.append(f"{where}: required, which the stub's is not")
    return wrong


def compared(module: str, fake: str, stub: str) -> list[str]:
    """All differences between the text of a fake module and of its stub."""
    here, there = functions(fake), functions(stub)
    wrong = []
    for name, (function, *_) in here.items():
        owner, _, method = name.rpartition(".")
        public = not method.startswith("_") or method == "__init__"
        asked = owner in ALIKE[module] if owner else name in FUNCTIONS.get(module, ())
        register = any(isinstance(d, ast.Name) and d.id == "property" for d in function.decorator_list)
        if not (public and asked) or name in CONTROLS or register:
            continue
        if name not in there:
            wrong.append(f"{name}: not in the stub")
        else:
            wrong += differences(name, function, there[name])
    return wrong


@pytest.mark.parametrize("module", STUBS)
def test_fakes_have_the_signatures_of_the_stubs(module):
    if not STUBS[module].exists():
        pytest.skip("NO STUBS: `make typecheck` fetches them")
    fake = (FAKES / f"{module}.py").read_text("utf-8")
    assert compared(module, fake, STUBS[module].read_text("utf-8")) == []


STUB = "class DMA:\n def irq(self, handler=None, hard=False): ...\n def config(self, *, read=None): ...\n"


@pytest.mark.parametrize(
    "method, told",
    [
        ("irq(self, handler=None, hard=False)", None),
        ("irq(self, handler=None)", None),
        ("irq(self, handler)", "required"),
        ("irq(self, callback=None)", "not in the stub"),
        ("irq(self, *, hard=False)", "by keyword only"),
        ("config(self, read=None)", "by position"),
        ("trigger(self)", "not in the stub"),
    ],
)
def test_a_difference_is_found(method, told):
    found = compared("rp2", f"class DMA:\n def {method}: pass\n", STUB)
    assert (told is None and not found) or told in "\n".join(found)
