"""Every kernel in use against the plain one: equal results, equal memory, and nothing written beside.

A plain kernel alone is held to the same: the marks at the end of each test are what CPython came to.
"""

from array import array

from helpers import Random, raises
from trial import DST, GAP, LENGTHS, ROWS, SRC, Trial

from memchunk import View, kernels
from oracle import plain
from skip import Skip


def rows_of(random, rows, channels):
    """Random int16 rows whose differences need any width."""
    data = bytearray(2 * rows * channels)
    for channel in range(channels):
        value = random.below(65536)
        spread = 1 << random.below(17)
        for at in range(2 * channel, len(data), 2 * channels):
            value = value + random.below(spread) - spread // 2 & 0xFFFF
            data[at], data[at + 1] = value & 0xFF, value >> 8
    return data


def packed_bound(rows, channels):
    return 2 * rows * channels + (rows + 6) // 8 * (channels + 1 >> 1)


def test_crc32():
    trial = Trial(1)
    for n in LENGTHS:
        memory = trial.random.bytes(4 + GAP + n + 3)
        begin = 4 + GAP
        trial.run("link", "crc32", memory, [(0, 4), (begin, begin + n), n], (0, 4))
    assert trial.mark == 49809, trial.mark


def test_cobs_encode():
    trial = Trial(2)
    for n in LENGTHS:
        for limit in (1, 2, 256):
            data = trial.random.bytes(n, limit)
            if limit == 2:  # no zero at all, or one at either end
                for i in range(n):
                    data[i] = i % 255 + 1
                if n:
                    data[trial.random.below(2) * (n - 1)] = trial.random.below(2)
            room = n + ((n + 253) // 254 or 1)
            result, _ = trial.between("link", "stuff", data, room, SRC, [n], DST)
            assert n < result <= room
    assert trial.mark == 50114, trial.mark


def test_cobs_encode_in_place_with_just_its_room():
    trial = Trial(3)
    for n in LENGTHS:
        for limit in (1, 256):
            lead = (n + 253) // 254 or 1
            memory = trial.random.bytes(lead + n, limit)
            for i in range(limit & 256 and n):
                memory[lead + i] = memory[lead + i] or 1  # no zero: the most overhead
            data = memory[lead:]
            result, after = trial.run(
                "link", "stuff", memory, [(lead, lead + n), n, (0, lead + n)], (0, lead + n)
            )
            apart = bytearray(lead + n)
            assert plain("link").stuff(data, n, apart) == result
            assert after[:result] == apart[:result]
    assert trial.mark == 45809, trial.mark


def test_cobs_decode():
    trial = Trial(4)
    for n in LENGTHS:
        data = trial.random.bytes(n)
        stuffed = bytearray(n + 4)
        size = plain("link").stuff(data, n, stuffed)
        result, out = trial.between("unlink", "unstuff", stuffed[:size], size - 1, SRC, [size], DST)
        assert result == n and out[:n] == data
        _, after = trial.run("unlink", "unstuff", stuffed[:size], [(0, size), size, (0, size)], (0, size))
        assert after[:n] == data


def test_cobs_decode_of_garbage():
    trial = Trial(5)
    for n in range(1, 80):
        data = trial.random.bytes(n, 2 + trial.random.below(n))
        result, _ = trial.between("unlink", "unstuff", data, n - 1, SRC, [n], DST)
        assert -1 - n < result < n
    assert trial.mark == 4331, trial.mark


def test_blockpack_pack_and_unpack():
    trial = Trial(6, align=2)
    for channels in range(1, 10):
        for rows in ROWS:
            data = rows_of(trial.random, rows, channels)
            bound = packed_bound(rows, channels)
            size, packed = trial.between("blockpack", "pack", data, bound, SRC, DST, [rows], [channels])
            assert 0 <= size <= bound
            _, out = trial.between(
                "unblockpack", "unpack", packed[:size], len(data), SRC, DST, [rows], [channels]
            )
            assert out == data
            for less in (0, 1, size // 2, size):
                given = size - less
                result, _ = trial.run(
                    "unblockpack", "packed_len", packed, [(0, given), given, rows, channels]
                )
                assert result == size or less and result == -1
    assert trial.mark == 50013, trial.mark


def test_blockpack_pack_in_place_with_just_its_room():
    trial = Trial(7, align=2)
    for channels in range(1, 10):
        for rows in ROWS[1:]:
            lead = 2 * channels + (rows + 6) // 8 * (channels + 1 >> 1)
            odd = lead & 1  # src is aligned; dst need not be
            data = rows_of(trial.random, rows, channels)
            stop = odd + lead + len(data)
            memory = trial.random.bytes(odd + lead) + data
            args = [(odd + lead, stop), (odd, stop), rows, channels]
            size, after = trial.run("blockpack", "pack", memory, args, (odd, stop))
            apart = bytearray(packed_bound(rows, channels))
            assert plain("blockpack").pack(data, apart, rows, channels) == size
            assert after[odd : odd + size] == apart[:size]
    assert trial.mark == 11712, trial.mark


def test_blockpack_unpack_of_garbage():
    trial = Trial(8, align=2)
    for _ in range(60):
        channels, rows = 1 + trial.random.below(9), trial.random.below(20)
        data = trial.random.bytes(packed_bound(rows, channels))
        args = [(0, len(data)), len(data), rows, channels]
        size, _ = trial.run("unblockpack", "packed_len", data, args)
        if size < 0:  # the unused half of a byte of widths was not zero
            assert channels & 1 and rows > 1
            continue
        assert size <= len(data)
        trial.between("unblockpack", "unpack", data[:size], 2 * rows * channels, SRC, DST, [rows], [channels])
    assert trial.mark == 24153, trial.mark


def test_differences_and_zigzag():
    trial = Trial(10, align=2)
    for count in (0, 1, 2, 3, 8, 9, 17, 40):
        for channels in (1, 2, 3, 7, 41):  # 41: more channels than samples
            data = trial.random.bytes(2 * count)
            n = len(data)
            _, out = trial.between("delta", "delta", data, n, SRC, DST, [count], [channels])
            _, back = trial.between("delta", "undelta", out, n, SRC, DST, [count], [channels])
            assert back == data
            args = [(0, n), (0, n), count, channels]
            assert trial.run("delta", "delta", data, args, (0, n))[1] == out
            assert trial.run("delta", "undelta", bytearray(out), args, (0, n))[1] == data
        _, out = trial.between("delta", "zigzag", data, n, SRC, DST, [count])
        _, back = trial.between("delta", "unzigzag", out, n, SRC, DST, [count])
        assert back == data
        assert trial.run("delta", "zigzag", data, [(0, n), (0, n), count], (0, n))[1] == out
        assert trial.run("delta", "unzigzag", bytearray(out), [(0, n), (0, n), count], (0, n))[1] == data
    assert trial.mark == 46730, trial.mark


def words_of(random, rows, tag):
    """`rows` pairs of 7-byte words, the tags of a FIFO of an LSM6DSO with parity bits at random."""
    data = random.bytes(14 * rows)
    for at in range(0, len(data), 14):
        data[at], data[at + 7] = tag << 1 | random.below(2), (tag ^ 12) << 1 | random.below(2)
        tag = tag & 12 | tag + 1 & 3
    return data


def test_untag():
    trial = Trial(14)
    for rows in (0, 1, 2, 3, 9, 40):
        for tag in (4, 6, 8, 11):
            data = words_of(trial.random, rows, tag)
            result, out = trial.between("fifo", "untag", data, 12 * rows, SRC, DST, [rows], [tag])
            assert result == rows
            first, second = (1, 8) if tag & 4 else (8, 1)
            for row in range(rows):
                pair = data[14 * row : 14 * row + 14]
                assert out[12 * row : 12 * row + 12] == pair[first : first + 6] + pair[second : second + 6]
            for lead in (0, 3):  # in place, and from further back
                memory = trial.random.bytes(lead) + data
                args = [(lead, len(memory)), (0, len(memory)), rows, tag]
                assert trial.run("fifo", "untag", memory, args, (0, max(12 * rows, 0)))[1][: 12 * rows] == out
    assert trial.mark == 7855, trial.mark


def test_untag_stops_before_a_word_that_is_none():
    trial = Trial(15)
    for wrong in range(0, 10):
        for bit in (2, 4, 8, 16, 32, 64, 128):
            data = words_of(trial.random, 5, 4 + wrong % 4)
            data[7 * wrong] ^= bit
            args = [(0, 70), (0, 70), 5, 4 + wrong % 4]
            result, _ = trial.run("fifo", "untag", data, args, (0, 12 * (wrong // 2)))
            assert result == wrong // 2


def test_find():
    trial = Trial(12)
    for n in range(40):
        memory = trial.random.bytes(n + 1, 8)
        start = trial.random.below(n + 1)
        for stop in (start, n):
            result, _ = trial.run("unlink", "find", memory, [(0, n + 1), start, stop, 3])
            assert result == bytes(memory).find(b"\3", start, stop)


def test_places():
    trial = Trial(13, align=2)
    memory = trial.random.bytes(40)
    for a in range(0, 40, 3):
        assert trial.run("memory", "misaligned", memory, [(a, 40)])[0] == a & 1
        for b in range(0, 40, 7):
            assert trial.run("memory", "distance", memory, [(a, 40), (b, 40)])[0] == b - a


def test_far_places_stay_a_small_int():
    if kernels.BACKEND == "viper":  # which takes a number for a place
        assert kernels.memory.distance(16, (1 << 29) - 1) == 1 << 28
        assert kernels.memory.distance((1 << 29) - 1, 16) == -(1 << 28)
        return
    memory = plain("memory")
    true_address = memory.address
    memory.address = lambda place: place
    try:
        assert memory.distance(16, (1 << 29) - 1) == 1 << 28
        assert memory.distance((1 << 29) - 1, 16) == -(1 << 28)
    finally:
        memory.address = true_address


def shows(subject, name, view, *args):
    """What a View shows after either form moved it."""
    seen = []
    for form in (getattr(kernels, subject), plain(subject)):
        shown = getattr(form, name)(view, *args)
        assert shown is view._shown
        seen.append(bytes(shown))
    assert seen[0] == seen[1], (name, args)
    return seen[0]


def test_views_move_alike():
    if not View.zero_alloc:
        raise Skip("slices are what there is here")
    data, other = bytearray(range(200)), bytearray(range(255, 55, -1))
    for whole, strange in ((data, other), (memoryview(data)[7:90], memoryview(other)[3:]), (words(data), words(other))):
        view = View(whole)
        size = len(bytes(memoryview(whole)[:1]))
        random = Random(11)
        for _ in range(60):
            start = random.below(len(whole) + 1)
            n = random.below(len(whole) - start + 1)
            raw = bytes(memoryview(whole))[size * start : size * (start + n)]
            assert shows("memory", "aim", view, start, start + n) == raw
            raw = bytes(memoryview(strange))[size * start : size * (start + n)]
            assert shows("memory", "over", view, strange, start, n) == raw
        for start, stop in ((-1, 2), (3, 2), (0, len(whole) + 1), (len(whole) + 1, len(whole) + 1)):
            before = shows("memory", "aim", view, 1, 4)
            for form in (kernels.memory, plain("memory")):
                raises(ValueError, form.aim, view, start, stop)
            assert bytes(view._shown) == before


def words(data):
    return array("h", data)
