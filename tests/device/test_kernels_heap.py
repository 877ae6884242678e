"""The kernels of the allocation table in use against the plain ones: see test_kernels.py."""

from trial import Trial

LENGTHS = tuple(range(0, 14)) + (40, 41, 67)
SUMS = 4 * 29


def table(random, n, free):
    """`n` bytes, of which about `free` in 8 are of free blocks alone; marks among the rest."""
    made = random.bytes(n)
    for at in range(n):
        if random.below(8) < free:
            made[at] = 0
    return made


def test_walk():
    trial = Trial(1, align=4)
    for n in LENGTHS:
        for free in (0, 3, 7, 8):
            memory = bytearray(SUMS) + table(trial.random, n, free)
            memory[4] = memory[12] = 3  # sums of another area
            _, after = trial.run("heap_table", "walk", memory, [(SUMS, SUMS + n), n, (0, SUMS)], (0, SUMS))
            assert after[0] | after[1] << 8 <= 4 * n
    assert trial.mark == 47984, trial.mark


def test_fits():
    trial = Trial(2, align=4)
    for n in LENGTHS:
        for free in (3, 7, 8):
            memory = table(trial.random, n, free)
            for blocks in (1, 2, 3, 16, 33):
                found, _ = trial.run("heap_table", "fits", memory, [(0, n), n, blocks])
                assert found <= 4 * n // blocks
                trial._fold(bytes((found & 0xFF,)))
    assert trial.mark == 55182, trial.mark


def test_known_tables():
    """Blocks .h=h ..h= ....: runs of 1, 2 and 4, the last at the end."""
    trial = Trial(3, align=4)
    memory = bytearray(SUMS) + bytes((0b01_10_01_00, 0b10_01_00_00, 0))
    _, after = trial.run("heap_table", "walk", memory, [(SUMS, SUMS + 3), 3, (0, SUMS)], (0, SUMS))
    words = [after[4 * i] for i in range(SUMS // 4)]
    assert words[:8] == [7, 3, 3, 4, 4, 1, 1, 1], words
