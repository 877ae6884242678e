"""The thumb kernels of transforms and analyses as machine code against the plain ones: see test_thumb."""

from __future__ import annotations

import random
import struct

import pytest
from thumb_alike import LENGTHS, Alike, plain, some_rows
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


@pytest.mark.parametrize("channels", [1, 2, 3, 5, 9])
def test_calibrate(core, machine_code, channels):
    alike = Alike(core, machine_code, "calibrate.calibrate", channels)
    r = alike.random
    for rows in LENGTHS:
        if rows * channels > 2100:
            continue
        table = struct.pack("<2i", channels, r.randrange(8, 16))
        for _ in range(channels):
            offset, gain = (r.choice((-32768, 32767, r.randrange(-32768, 32768), r.randrange(-9, 9))) for _ in "og")
            table += struct.pack("<2i", offset, gain)
        data = some_rows(r, rows, channels)
        alike.run(data, bytearray(len(data)), rows, table, align=4)
        expected = bytearray(data)
        plain("calibrate.calibrate")(expected, expected, rows, table)
        place = Buffer(bytearray(data), at=2)
        core.call(machine_code["calibrate.calibrate"], place, place, rows, Buffer(bytearray(table)))
        assert place.data == expected


def state_of(r, channels):
    """Of statistics: sums about to carry, among others."""
    state = r.choice((bytes(8), b"\xff" * 8, b"\xff" * 4 + bytes(4)))
    for _ in range(channels):
        low, high = r.choice(((32767, -32768), (-5, 5), (r.randrange(-32768, 32768), r.randrange(-32768, 32768))))
        sums = r.choice((bytes(20), b"\xff" * 20, bytes(4) + b"\xff" * 4 + b"\xff" * 8 + bytes(4)))
        state += struct.pack("<2i", low, high) + sums
    return state


@pytest.mark.parametrize("channels", [1, 2, 3, 5, 9])
def test_statistics(core, machine_code, channels):
    alike = Alike(core, machine_code, "statistics.statistics", channels)
    r = alike.random
    for rows in LENGTHS:
        if rows * channels <= 2100:
            for data in (some_rows(r, rows, channels), struct.pack("<h", -32768) * rows * channels):
                alike.run(data, rows, bytearray(state_of(r, channels)), channels, align=4)
            state, expected = bytearray(state_of(r, channels)), bytearray()
            expected[:] = state
            plain("statistics.statistics")(data, rows, expected, channels)
            place = Buffer(state)
            core.call(machine_code["statistics.statistics"], Buffer(bytearray(data), at=2), rows, place, channels)
            assert place.data == expected


@pytest.mark.parametrize("rows, channels", [(32767, 2), (32768, 1), (32769, 2), (70_000, 1)])
def test_statistics_of_more_rows_than_a_sum_of_32_bits_holds(core, machine_code, rows, channels):
    alike = Alike(core, machine_code, "statistics.statistics")
    for value in (-32768, 32767):
        data = struct.pack("<h", value) * rows * channels
        alike.run(data, rows, bytearray(state_of(alike.random, channels)), channels, align=4)


def test_an_empty_buffer_lies_nowhere(core, machine_code):
    """MicroPython gives 0 for its address."""
    for kernel in ("copy.copy", "byteswap.swap16", "byteswap.swap32"):
        assert core.call(machine_code[kernel], 0, 0, 0) == 0
    table = Buffer(bytearray(struct.pack("<4i", 1, 15, 0, 1)), writable=False)
    assert core.call(machine_code["calibrate.calibrate"], 0, 0, 0, table) == 0
    state = Buffer(bytearray(range(64)))
    assert core.call(machine_code["statistics.statistics"], 0, 0, state, 2) == 0
    assert state.data == bytes(range(64))
