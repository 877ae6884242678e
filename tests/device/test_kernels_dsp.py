"""The kernels of transforms and analyses in use against the plain ones: see test_kernels.

A plain kernel alone is held to the same: the marks at the end of each test are what CPython came to.
"""

from struct import pack_into

from trial import DST, LENGTHS, ROWS, SRC, Trial


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


def words_of(*values):
    """Little-endian int32."""
    made = bytearray(4 * len(values))
    for i in range(len(values)):
        pack_into("<i", made, 4 * i, values[i])
    return made


def shorts_of(*values):
    """Little-endian int16."""
    made = bytearray(2 * len(values))
    for i in range(len(values)):
        pack_into("<h", made, 2 * i, values[i])
    return made


def some_int16(random):
    """Any one, the edges more often."""
    return (-32768, 32767, 0, random.below(65536) - 32768, random.below(600) - 300)[random.below(5)]


def test_calibrate():
    trial = Trial(43, align=2)
    for channels in (1, 2, 3, 7):
        for rows in ROWS:
            n = 2 * channels * rows
            for shift in (8, 13, 15):
                table = words_of(channels, shift)
                for _ in range(channels):
                    table += words_of(some_int16(trial.random), some_int16(trial.random))
                data = trial.random.bytes(n)
                _, out = trial.between("calibrate", "calibrate", data, n, SRC, DST, [rows], [table])
                args = [(0, n), (0, n), rows, table]
                assert trial.run("calibrate", "calibrate", data, args, (0, n))[1] == out
    assert trial.mark == 9955, trial.mark


def test_remap():
    trial = Trial(44, align=2)
    for channels in (1, 2, 3, 7):
        for rows in ROWS:
            n = 2 * channels * rows
            axes = [(1 + trial.random.below(channels)) * (1, -1)[trial.random.below(2)] for _ in range(channels)]
            table = shorts_of(channels, *axes) + bytearray(2 * channels)
            data = trial.random.bytes(n, 129)  # INT16_MIN now and then
            for i in range(1, n, 6):
                data[i - 1], data[i] = 0, 0x80
            _, out = trial.between("remap", "remap", data, n, SRC, DST, [rows], [table])
            args = [(0, n), (0, n), rows, table]
            assert trial.run("remap", "remap", data, args, (0, n))[1] == out
    assert trial.mark == 60450, trial.mark
