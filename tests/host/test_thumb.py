"""The thumb kernels' own machine code, as mpy-cross makes it for a Cortex-M0+, against the plain kernels.

Each runs on an emulated core that faults on an access outside of its buffers or across its own alignment,
on buffers of every length from 0 to 70 and some to 2,000 bytes, at every place in a word, at both edges of a page.
"""

from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest
from thumb_alike import LENGTHS, Alike, in_place, plain, some_bytes, some_rows
from thumb_core import Buffer, Fault


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
    files = Path(__file__).parent.glob("test_thumb*.py")
    text = "".join(ast.unparse(ast.parse(path.read_text("utf-8"))) for path in files)
    assert machine_code and not [kernel for kernel in machine_code if f"'{kernel}'" not in text]


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
