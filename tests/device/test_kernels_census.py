"""The kernels of the census in use against the plain ones: see test_kernels.py."""

import struct

from trial import Trial

from memchunk import kernels

ROWS = 3
OUT = 4 * (2 + 4 * (ROWS + 1))
TYPES = (0x20001230, 0x10045670, 0x5E5E5E5E)
HIGH = 0x00000321


def words(*values):
    return b"".join([bytes([value >> 8 * i & 0xFF for i in range(4)]) for value in values])


def aligned(memory):
    """`memory` with bytes behind, so that what follows begins at a multiple of 8."""
    return memory + bytearray(-len(memory) % 8)


# Calls that are recorded in plain form are played on a Pico, whose kernels have no words of 8 bytes.
STEPS = (1, 2) if kernels.BACKEND == "viper" and struct.calcsize("P") == 8 else (1,)


def pool(random, n, step):
    """Blocks of which some begin with a type's address."""
    made = random.bytes(64 * step * n)
    for block in range(4 * n):
        kind = random.below(5)
        if kind < len(TYPES):
            at = 16 * step * block
            made[at : at + 4 * step] = words(TYPES[kind], HIGH + random.below(2))[: 4 * step]
    return made


def test_tally():
    trial = Trial(1, align=8)
    for step in STEPS:
        for n in (0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 9, 33):  # short ones are played on a board, too
            out = words(step, ROWS)
            for type_ in TYPES:
                out += words(type_, HIGH, 7, 1000)
            memory = aligned(bytearray(out + words(0, 0, 0, 255)))
            start = len(memory)
            memory = aligned(memory + trial.random.bytes(n))
            first = len(memory)
            memory += pool(trial.random, n, step)
            args = [(start, start + n), n, (first, len(memory)), (0, OUT)]
            trial.run("heap_census", "tally", memory, args, (0, OUT))
    assert trial.mark == (54554 if len(STEPS) == 1 else 4598), trial.mark


def test_point():
    trial = Trial(2, align=8)
    found = 0
    for step in STEPS:
        for n in (0, 1, 2, 3, 5, 9, 12, 20, 25, 30, 150, 200):
            table = trial.random.bytes(6)
            memory = aligned(bytearray(words(step, 24, 0x20001000, HIGH)))
            start = len(memory)
            memory = aligned(memory + table)
            first = len(memory)
            for _ in range(n):
                kind = trial.random.below(6)
                word = 0x20001000 + 16 * step * trial.random.below(30) + (kind == 1) * 4 - (kind == 2) * 0x1000
                memory += words(word, HIGH + (kind == 3))[: 4 * step]
            if n:
                memory[-4 * step : len(memory)] = b"\xff" * 4 * step
            args = [(first, len(memory)), n, (start, start + 6), (0, 16)]
            got, _ = trial.run("heap_census", "point", memory, args)
            found += got
    assert found == (43 if len(STEPS) == 1 else 72), found
