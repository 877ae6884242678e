"""The kernels of transforms and analyses in use against the plain ones: see test_kernels.

A plain kernel alone is held to the same: the marks at the end of each test are what CPython came to.
"""

from trial import DST, LENGTHS, SRC, Trial


def test_copy():
    trial = Trial(40)
    for n in LENGTHS:
        data = trial.random.bytes(n)
        _, out = trial.between("copy", "copy", data, n + 1, SRC, DST, [n])
        assert out[:n] == data
    assert trial.mark == 24839, trial.mark


def test_copy_over_itself():
    trial = Trial(41)
    for n in (1, 2, 3, 7, 16, 17, 64, 65, 100):
        for away in (-40, -17, -16, -4, -3, -2, -1, 0, 1, 2, 3, 4, 8, 15, 16, 17, 40):
            memory = trial.random.bytes(n + 80)
            start = 40 + away
            args = [(40, 40 + n), (start, start + n), n]
            _, after = trial.run("copy", "copy", memory, args, (start, start + n))
            assert after[start : start + n] == memory[40 : 40 + n]
    assert trial.mark == 35968, trial.mark


def test_byteswap():
    trial = Trial(42)
    for size in (2, 4):
        for count in (0, 1, 2, 7, 16, 17, 48):
            n = size * count
            data = trial.random.bytes(n)
            turned = bytearray(n)
            for i in range(n):
                turned[i] = data[i ^ size - 1]
            for _ in range(4):  # at other places in a word
                if size == 2:
                    out = trial.between("byteswap", "swap16", data, n, SRC, DST, [count])[1]
                    same = trial.run("byteswap", "swap16", data, [(0, n), (0, n), count], (0, n))[1]
                else:
                    out = trial.between("byteswap", "swap32", data, n, SRC, DST, [count])[1]
                    same = trial.run("byteswap", "swap32", data, [(0, n), (0, n), count], (0, n))[1]
                assert out == same == turned
    assert trial.mark == 21255, trial.mark
