"""The fake buses against the signatures that MicroPython's stubs state."""

import ast
import inspect
from pathlib import Path

import pytest

from fakes import buses

STUBS = Path(__file__).resolve().parents[2] / "typings" / "machine.pyi"


def stated(kind):
    """{method: [names of its arguments, of each overload]} as the stubs have them."""
    if not STUBS.exists():
        pytest.skip("no stubs here; `make typecheck` fetches them")
    tree = ast.parse(STUBS.read_text("utf-8"))
    found = {}
    for node in next(one for one in tree.body if isinstance(one, ast.ClassDef) and one.name == kind).body:
        if isinstance(node, ast.FunctionDef):
            arguments = node.args
            positional = [one.arg for one in arguments.posonlyargs + arguments.args]
            found.setdefault(node.name, []).append((positional, {one.arg for one in arguments.kwonlyargs}))
    return found


def public(kind):
    return [name for name in vars(kind) if name == "__init__" or name[0] != "_"]


@pytest.mark.parametrize(
    ("kind", "own"),
    [(buses.I2C, {"attach", "missing"}), (buses.SPI, {"attach", "MSB", "LSB"}), (buses.Pin, {"drive", "follow"})],
)
def test_fakes_take_what_the_stubs_state(kind, own):
    stubs = stated(kind.__name__)
    checked = 0
    for name in public(kind):
        fake = getattr(kind, name)
        if name in own or not callable(fake):
            continue
        parameters = inspect.signature(fake).parameters.values()
        positional = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
        keywords = {one.name for one in parameters if one.kind is one.KEYWORD_ONLY}
        fits = [
            positional[: len(p)] == p and k <= keywords | set(positional) or len(p) == len(positional) == 1
            for p, k in stubs[name]
        ]
        assert any(fits), (name, positional, keywords, stubs[name])
        checked += 1
    assert checked >= 2


def test_a_missing_device_and_a_broken_transfer():
    i2c = buses.I2C(freq=400000)
    with pytest.raises(OSError, match="5"):
        i2c.readfrom_mem(0x10, 0, 1)
    assert i2c.scan() == []


def test_a_pin_fires_on_the_edge_it_was_told():
    pin, seen = buses.Pin(1), []
    pin.irq(lambda which: seen.append(which.value()), buses.Pin.IRQ_RISING, hard=True)
    for level in (1, 1, 0, 1):
        pin.drive(level)
    assert seen == [1, 1]
    pin.irq(None)
    pin.drive(0)
    pin.drive(1)
    assert seen == [1, 1]


def test_spi_buffers_must_be_of_one_length():
    with pytest.raises(ValueError, match="length"):
        buses.SPI(0).write_readinto(b"ab", bytearray(3))
