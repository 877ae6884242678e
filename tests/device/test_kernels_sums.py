"""CRCs of any parameters, and checksums, against the plain kernels: see test_kernels.py."""

from trial import GAP, LENGTHS, Trial

WORD = 4  # where a table must lie


def test_crc8():
    trial = Trial(40, align=WORD)
    for n in LENGTHS:
        memory, args, written = crc(trial, 1, n, 256)
        trial.run("crc8", "bytewise", memory, args, written)
        memory, args, written = crc(trial, 1, n, 32)
        trial.run("crc8", "nibblewise", memory, args, written)
    assert trial.mark == 15175, trial.mark


def test_crc16():
    trial = Trial(41, align=WORD)
    for n in LENGTHS:
        memory, args, written = crc(trial, 2, n, 256)
        trial.run("crc16", "bytewise", memory, args, written)
        memory, args, written = crc(trial, 2, n, 32)
        trial.run("crc16", "nibblewise", memory, args, written)
    assert trial.mark == 8383, trial.mark


def test_crc32():
    trial = Trial(42, align=WORD)
    for n in LENGTHS:
        memory, args, written = crc(trial, 4, n, 256)
        trial.run("crc32", "bytewise", memory, args, written)
        memory, args, written = crc(trial, 4, n, 32)
        trial.run("crc32", "nibblewise", memory, args, written)
    assert trial.mark == 2783, trial.mark


def crc(trial, size, n, entries):
    """A table of anything, data at any place in a word, and a state: the memory, the arguments, what is written."""
    table = 4 + entries * size
    start = table + GAP + trial.random.below(4)
    state = start + n + GAP
    memory = trial.random.bytes(state + size)
    return memory, [(state, state + size), (start, start + n), n, (0, table)], (state, state + size)


def test_sums():
    trial = Trial(43)
    for n in LENGTHS:
        for block in (1, 7, 64, 2048):
            memory = trial.random.bytes(4 + GAP + n, 256 if n & 1 else 2)
            for i in range(n if n % 4 == 2 else 0):
                memory[4 + GAP + i] = 255  # the most that a sum can come to
            start, stop = 4 + GAP, 4 + GAP + n
            trial.run("sums", "fletcher16", memory, [(0, 2), (start, stop), n, block], (0, 2))
            trial.run("sums", "adler32", memory, [(0, 4), (start, stop), n, block], (0, 4))
    assert trial.mark == 3736, trial.mark


def test_sums_of_the_largest_block():
    trial = Trial(44)
    for n in (2047, 2048, 2049, 4100):
        memory = bytearray(b"\xff" * (4 + n))
        trial.run("sums", "fletcher16", memory, [(0, 2), (4, 4 + n), n, 2048], (0, 2))
        trial.run("sums", "adler32", memory, [(0, 4), (4, 4 + n), n, 2048], (0, 4))
    assert trial.mark == 48574, trial.mark
