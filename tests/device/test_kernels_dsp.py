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


def test_statistics():
    trial = Trial(45, align=2)
    for channels in (1, 2, 3, 7):
        for rows in ROWS:
            n = 2 * channels * rows
            size = 8 + 28 * channels
            for limit in (256, 129, 1):
                memory = trial.random.bytes(size) + trial.random.bytes(n, limit)
                for at in range(8, size, 28):  # the two int16 with their signs
                    for i in (at, at + 4):
                        memory[i + 2] = memory[i + 3] = 255 * (memory[i + 1] >> 7)
                args = [(size, size + n), rows, (0, size), channels]
                trial.run("statistics", "statistics", memory, args, (0, size))
    assert trial.mark == 44042, trial.mark


def test_histogram():
    trial = Trial(46, align=4)
    for channels in (1, 2, 5):
        for rows in ROWS:
            for low, width, bins in ((-32768, 65535, 1), (-3000, 100, 60), (0, 1, 3), (32767, 1, 1), (-20000, 4567, 7)):
                n = 2 * channels * rows
                shape = shorts_of(channels, low, width - (width & 0x8000) * 2, bins)
                size = 4 * channels * (bins + 2)
                memory = trial.random.bytes(size, 64) + trial.random.bytes(n)
                for i in range(0, size, 4 * (1 + trial.random.below(5))):
                    memory[i : i + 4] = b"\xff\xff\xff\x3f"  # full
                args = [(size, size + n), rows, (0, size), shape]
                trial.run("histogram", "histogram", memory, args, (0, size))
                args = [(0, size), size // 4]
                assert trial.run("histogram", "clear", memory, args, (0, size))[1][:size] == bytes(size)
    assert trial.mark == 29321, trial.mark


def test_events():
    trial = Trial(47, align=4)
    for channels in (1, 2, 5):
        for rows in ROWS:
            for room in (0, 3, 40):
                rise = trial.random.below(20) - 10
                state = words_of(0x3FFFFFFF - trial.random.below(9), 0, trial.random.below(2) * 0x3FFFFFFD, room)
                state += shorts_of(channels, rise, rise - 1 - trial.random.below(20), 0)
                state += trial.random.bytes(channels, 3) + bytearray(-channels % 4)
                data = shorts_of(*[trial.random.below(80) - 40 for _ in range(rows * channels)])
                memory = state + bytearray(8 * room) + data
                start, stop = len(state) + 8 * room, len(memory)
                args = [(start, stop), rows, (len(state), start), (0, len(state))]
                trial.run("events", "detect", memory, args, (0, start))
    assert trial.mark == 16918, trial.mark
