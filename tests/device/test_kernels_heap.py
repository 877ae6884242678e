"""The kernels of the allocation table in use against the plain ones: see test_kernels.py."""

from struct import calcsize

from trial import Trial

from memchunk import kernels

LENGTHS = tuple(range(0, 14)) + (40, 41, 67)
SUMS = 4 * 29
# Plain kernels are alone, and calls recorded there are played on a Pico; viper has the words of its port.
NARROW = kernels.BACKEND == "plain" or calcsize("P") == 4


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


GIVEN = 4 * 10


def pool(random, n, low, step):
    """Words of `4 * n` blocks: pointers into it, and to elsewhere, and anything."""
    made = random.bytes(64 * step * n)
    for at in range(0, len(made), 4 * step):
        kind = random.below(4)
        block = 16 * step
        word = low + block * random.below(4 * n) if kind else block * random.below(90000)
        if kind < 3:
            for i in range(4 * step):
                made[at + i] = word >> 8 * i & 0xFF
    return made


def test_scan():
    trial = Trial(4, align=8)
    for step in (1, 2):
        low = 0x20001000 if step == 1 else 0x2000100000001000
        for n in (0, 1, 1, 2, 2, 2, 5, 30):
            for free in (0, 4, 8):
                given = bytearray(GIVEN)
                given[28] = step
                for i in range(8):
                    given[32 + i] = low >> 8 * i & 0xFF
                map_ = table(trial.random, n, free)
                for i in range(n if n == 30 else 0):  # one large piece with many pointers
                    map_[i] = 0xAA if i % 10 else 0xA9 if i != 20 else 0x55
                memory = given + bytearray(4 + 8 - n % 8) + map_
                at = len(memory)
                memory += bytearray(-at % 8) + pool(trial.random, n, low, step)
                start = len(memory) - 64 * step * n
                args = [(start, len(memory)), n, (at - n, at), (0, GIVEN)]
                if step == 2 and NARROW:
                    continue
                trial.run("heap_words", "scan", memory, args, (0, GIVEN))
    assert trial.mark == (26929 if NARROW else 29609), trial.mark
