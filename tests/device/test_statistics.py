"""Statistics: by hand, at the limits of its sums, and in any pieces exactly as in one."""

from helpers import MICROPYTHON, Random, raises, refuses
from samples import int16, numbers, pieces

from memchunk import Chunk, Statistics


def all_of(stats):
    """Every result of every channel."""
    found = [stats.rows]
    for k in range(stats.channels):
        found += [stats.min(k), stats.max(k), stats.mean(k), stats.rms(k), stats.variance(k)]
    return found


def near(a, b):
    return abs(a - b) <= 1e-5 * abs(b)  # a float may have 32 bits


def test_by_hand():
    stats = Statistics(2)
    stats.update(int16(3, -100, -4, 0, 7, 100, 6, 200))
    assert (stats.rows, stats.min(0), stats.max(0), stats.min(1), stats.max(1)) == (4, -4, 7, -100, 200)
    assert (stats.mean(0), stats.mean(1)) == (3, 50)
    assert near(stats.rms(0), 27.5**0.5) and near(stats.rms(1), 15000**0.5)
    assert (stats.variance(0), stats.variance(1)) == (18.5, 12500)


def test_against_two_passes():
    random = Random(1)
    for channels in (1, 2, 3, 9):
        for rows in (1, 2, 3, 4, 5, 30):
            data = random.bytes(2 * channels * rows)
            stats = Statistics(channels)
            stats.update(data)
            for k in range(channels):
                values = numbers(data)[k::channels]
                mean = sum(values) / rows
                assert (stats.min(k), stats.max(k)) == (min(values), max(values))
                assert abs(stats.mean(k) - mean) < 0.01
                assert near(stats.rms(k), (sum([v * v for v in values]) / rows) ** 0.5)
                spread = sum([(v - mean) * (v - mean) for v in values]) / rows
                assert abs(stats.variance(k) - spread) <= 1e-4 * spread + 0.01


def test_pieces():
    random = Random(2)
    for channels in (1, 3, 8):
        data = random.bytes(2 * channels * 60)
        whole, parted, staged = Statistics(channels), Statistics(channels), Statistics(channels)
        whole.update(data)
        staged(Chunk(bytearray(data)))
        for piece in pieces(random, data, whole.row_size):
            parted.update(piece)
        assert all_of(whole) == all_of(parted) == all_of(staged)
        assert whole._state == parted._state == staged._state
        whole.reset()
        whole.update(data[: 6 * channels])
        fresh = Statistics(channels)
        fresh.update(data[: 6 * channels])
        assert whole._state == fresh._state


def test_limits():
    low = int16(-32768) * 256
    stats = Statistics(1)
    for _ in range(20 if MICROPYTHON else 300):
        stats.update(low)
    assert (stats.min(0), stats.max(0), stats.mean(0)) == (-32768, -32768, -32768)
    assert (stats.rms(0), stats.variance(0)) == (32768, 0)
    stats.update(int16(32767))
    assert (stats.min(0), stats.max(0)) == (-32768, 32767) and stats.variance(0) > 0


def test_more_rows_than_a_sum_of_32_bits_holds():
    data = int16(-32768) * 33000
    stats = Statistics(1)
    stats.update(data)
    assert (stats.rows, stats.min(0), stats.max(0)) == (33000, -32768, -32768)
    assert (stats.mean(0), stats.rms(0)) == (-32768, 32768)


def test_sums_carry_beyond_64_bits():
    stats = Statistics(1)
    stats._state[0:8] = b"\xff\xff\xff\xff\0\0\0\0"
    stats._state[16:24] = b"\0\0\0\0\xff\xff\xff\xff"  # the sum, -2^32
    stats._state[24:36] = b"\xff" * 8 + b"\0" * 4
    stats.update(int16(-1, -1))
    assert stats.rows == (1 << 32) + 1
    assert stats._state[16:24] == b"\xfe\xff\xff\xff\xfe\xff\xff\xff"
    assert stats._state[24:36] == b"\1" + b"\0" * 7 + b"\1" + b"\0" * 3
    assert near(stats.rms(0), 65536.0)


def test_wrong_arguments():
    stats = Statistics(2)
    for result in (stats.min, stats.max, stats.mean, stats.rms, stats.variance):
        refuses("rows", ValueError, result, 0)
        for channel in (-1, 2):
            refuses("channel", ValueError, result, channel)
    stats.update(b"")
    refuses("rows", ValueError, stats.mean, 1)
    stats.update(int16(1, 2))
    before = bytes(stats._state)
    for wrong in (bytes(2), bytes(7), memoryview(bytes(9))[1:]):
        refuses("src", ValueError, stats.update, wrong)
    refuses("src", TypeError, stats.update, None)
    assert stats._state == before
    raises(ValueError, Statistics, 0)
