"""The thumb kernels of transforms and analyses as machine code against the plain ones: see test_thumb."""

from __future__ import annotations

import random

import pytest
from thumb_alike import LENGTHS, Alike
from thumb_core import Buffer, Part


def test_copy(core, machine_code):
    alike = Alike(core, machine_code, "copy.copy")
    for n in LENGTHS:
        for _ in range(4):
            alike.run(alike.random.randbytes(n), bytearray(n), n)


@pytest.mark.parametrize("away", [*range(-19, 20), -64, 64, -33, 35, 34])
def test_copy_over_itself(core, machine_code, away):
    """The plain form cannot tell where unicorn has its memory: against slices."""
    r = random.Random(away)
    for n in [*range(1, 71), 255, 1021]:
        before = bytearray(r.randbytes(n + 128))
        place = Buffer(bytearray(before), at=r.randrange(4))
        assert core.call(machine_code["copy.copy"], Part(place, 64), Part(place, 64 + away), n) == 0
        before[64 + away : 64 + away + n] = before[64 : 64 + n]
        assert place.data == before, n


@pytest.mark.parametrize("name, size", [("swap16", 2), ("swap32", 4)])
def test_byteswap(core, machine_code, name, size):
    kernel = {"swap16": "byteswap.swap16", "swap32": "byteswap.swap32"}[name]
    alike = Alike(core, machine_code, kernel)
    for count in LENGTHS:
        for align in (1, 2, 4, 4):
            alike.run(alike.random.randbytes(size * count), bytearray(size * count), count, align=align)
        data = bytearray(alike.random.randbytes(size * count))
        place = Buffer(bytearray(data), at=alike.random.randrange(4))
        core.call(machine_code[kernel], place, place, count)
        assert place.data == bytes(data[i ^ size - 1] for i in range(len(data)))


def test_an_empty_buffer_lies_nowhere(core, machine_code):
    """MicroPython gives 0 for its address."""
    for kernel in ("copy.copy", "byteswap.swap16", "byteswap.swap32"):
        assert core.call(machine_code[kernel], 0, 0, 0) == 0
