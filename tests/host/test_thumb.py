"""The thumb kernels' own machine code, as mpy-cross makes it for a Cortex-M0+, against the plain kernels.

Each runs on an emulated core that faults on an access outside of its buffers or across its own alignment,
on buffers of every length from 0 to 70 and some to 2,000 bytes, at every place in a word, at both edges of a page.
"""

from __future__ import annotations

import ast
import importlib
import random

import pytest
from mpy import Mpy
from thumb_core import Buffer, Core, Fault, Part

from memchunk_host.build import LIBRARY, build_package

THUMB = LIBRARY / "memchunk/kernels/thumb"
LENGTHS = [*range(71), 253, 254, 255, 256, 507, 508, 509, 510, 1021, 2000]


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def core() -> Core:
    return Core()


def plain(kernel: str):
    subject, name = kernel.split(".")
    return getattr(importlib.import_module("memchunk.kernels.plain." + subject), name)


class Alike:
    """Runs a kernel's machine code and its plain form on the same input and compares all that they leave."""

    def __init__(self, core: Core, code: dict[str, bytes], kernel: str, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self._core, self._code, self._plain = core, code[kernel], plain(kernel)

    def run(self, *args: int | bytes | bytearray, align: int = 1) -> int:
        """`bytes` are read, a `bytearray` is written. Returns what both returned."""
        expected_args = [bytearray(a) if isinstance(a, (bytes, bytearray)) else a for a in args]
        expected = self._plain(*expected_args)
        for to_the_end in (False, True):
            given = [self._buffer(a, align, to_the_end) if isinstance(a, (bytes, bytearray)) else a for a in args]
            result = self._core.call(self._code, *given, code_at=2 * to_the_end)  # as if frozen
            assert result == (expected or 0), args
            for ours, theirs in zip(given, expected_args, strict=True):
                assert not isinstance(ours, Buffer) or ours.data == theirs, args
        return expected

    def _buffer(self, data: bytes | bytearray, align: int, to_the_end: bool) -> Buffer:
        to_the_end = to_the_end and len(data) % align == 0
        at = self.random.randrange(16) // align * align
        return Buffer(bytearray(data), at, to_the_end, isinstance(data, bytearray))


def some_bytes(r: random.Random, n: int) -> bytes:
    """Random ones, from no zero to nothing else."""
    zeros = r.choice((0, 0, 0.01, 0.1, 0.5, 1))
    return bytes(0 if r.random() < zeros else r.randrange(1, 256) for _ in range(n))


def some_rows(r: random.Random, rows: int, channels: int) -> bytes:
    """Random int16 whose differences need any width."""
    data = bytearray(2 * rows * channels)
    for channel in range(channels):
        value, spread = r.randrange(65536), 1 << r.randrange(17)
        for at in range(2 * channel, len(data), 2 * channels):
            value = value + r.randrange(spread) - spread // 2 & 0xFFFF
            data[at : at + 2] = value.to_bytes(2, "little")
    return bytes(data)


def test_crc32(core, machine_code):
    alike = Alike(core, machine_code, "link.crc32")
    for n in LENGTHS:
        alike.run(bytearray(alike.random.randbytes(4)), some_bytes(alike.random, n), n)


def test_stuff(core, machine_code):
    alike = Alike(core, machine_code, "link.stuff")
    for n in LENGTHS:
        for _ in range(3):
            data = some_bytes(alike.random, n)
            size = plain("link.stuff")(data, n, bytearray(n + n // 254 + 1))
            alike.run(data, n, bytearray(size))  # not a byte more than it takes


def test_stuff_in_place(core, machine_code):
    r = random.Random(2)
    for n in LENGTHS[1:]:
        lead = (n + 253) // 254
        memory = bytearray(lead) + some_bytes(r, n)
        expected = bytearray(n + lead)
        size = plain("link.stuff")(bytes(memory[lead:]), n, expected)
        assert in_place(core, machine_code["link.stuff"], memory, lead, n, 0) == (size, expected[:size]), n


def test_unstuff_in_place(core, machine_code):
    r = random.Random(3)
    for n in LENGTHS[1:]:
        data = some_bytes(r, n)
        memory = bytearray(n + n // 254 + 1)
        size = plain("link.stuff")(data, n, memory)
        assert in_place(core, machine_code["unlink.unstuff"], memory[:size], 0, size, 0) == (n, data), n


def in_place(core: Core, code: bytes, memory: bytearray, src: int, n: int, dst: int) -> tuple[int, bytes]:
    """Call `code(src, n, dst)` with both in the same memory; returns the length and so much of it."""
    place = Buffer(bytearray(memory))
    length = core.call(code, Part(place, src), n, Part(place, dst))
    return length, bytes(place.data[dst : dst + length])


def test_unstuff(core, machine_code):
    alike = Alike(core, machine_code, "unlink.unstuff")
    for n in LENGTHS:
        for _ in range(3):
            data = some_bytes(alike.random, n)
            stuffed = bytearray(n + n // 254 + 1)
            size = plain("link.stuff")(data, n, stuffed)
            assert alike.run(bytes(stuffed[:size]), size, bytearray(n)) == n


def test_unstuff_refuses_garbage(core, machine_code):
    alike = Alike(core, machine_code, "unlink.unstuff")
    places = set()
    for n in range(1, 71):
        for _ in range(10):
            data = bytes(alike.random.choice((0, 1, 2, 3, 4, 5, 9, 255)) for _ in range(n))
            places.add(alike.run(data, n, bytearray(n)))
    assert len([place for place in places if place < 0]) > 20


def test_find(core, machine_code):
    alike = Alike(core, machine_code, "unlink.find")
    for n in LENGTHS:
        for _ in range(5):
            data, start, stop = some_bytes(alike.random, n), *sorted(alike.random.choices(range(n + 1), k=2))
            value = alike.random.choice([*data[start:stop], 0])
            alike.run(data, start, stop, value)
        alike.run(data, n, 0, 7)  # nothing to look at


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 6, 9, 17])
def test_pack(core, machine_code, channels):
    alike = Alike(core, machine_code, "blockpack.pack", channels)
    for rows in (0, 1, 2, 3, 7, 8, 9, 10, 16, 17, 18, 25, 33, 64):
        data = some_rows(alike.random, rows, channels)
        size = plain("blockpack.pack")(data, bytearray(2 * len(data) + 64), rows, channels)
        alike.run(data, bytearray(size), rows, channels, align=2)


def test_an_empty_buffer_lies_nowhere(core, machine_code):
    """MicroPython gives 0 for its address."""
    out = Buffer(bytearray(4))
    assert core.call(machine_code["link.crc32"], out, 0, 0) == 0 and out.data == bytes(4)
    assert core.call(machine_code["link.stuff"], 0, 0, out) == 1 and out.data == b"\1\0\0\0"
    assert core.call(machine_code["unlink.unstuff"], 0, 0, out) == 0
    assert core.call(machine_code["unlink.find"], 0, 0, 0, 0) == -1
    assert core.call(machine_code["blockpack.pack"], 0, out, 0, 3) == 0


def test_every_thumb_kernel_is_run_here(machine_code):
    text = ast.unparse(ast.parse(open(__file__, encoding="utf-8").read()))
    kernels = [kernel for kernel in machine_code if kernel != "__init__.runs"]
    assert kernels and not [kernel for kernel in kernels if f"'{kernel}'" not in text]


@pytest.mark.parametrize(
    "assembled, why",
    [
        ("0060", "write of 4 bytes"),  # str r0, [r0]: to an address that no buffer has
        ("0078", "read"),  # ldrb r0, [r0]
        ("4168", "not aligned"),  # ldr r1, [r0, 4], where r0 is one byte off
        ("0024", "lost registers"),  # mov r4, 0
        ("80b4", "another stack pointer"),  # push {r7}
    ],
)
def test_the_core_faults(core, assembled, why):
    code = bytes.fromhex(assembled) + bytes.fromhex("7047")  # bx lr
    address = Buffer(bytearray(32), at=1) if why == "not aligned" else 0x2200_0000
    with pytest.raises(Fault, match=why):
        core.call(code, address)
