"""Threshold and ZeroCrossing: each side of each level, hysteresis, full records, wrapped rows, any pieces."""

from helpers import Random, refuses
from samples import int16, numbers, pieces

from memchunk import Chunk, Threshold, ZeroCrossing


def events(found):
    return [(found.row(i), found.channel(i), found.rising(i)) for i in range(found.count)]


def modelled(values, channels, rise, fall):
    sides, expected = [0] * channels, []
    for i in range(len(values)):
        channel = i % channels
        side = 1 if values[i] >= rise else -1 if values[i] <= fall else sides[channel]
        if side != sides[channel] and sides[channel]:
            expected.append((i // channels, channel, int(side > 0)))
        sides[channel] = side
    return expected


def test_threshold_by_hand():
    alarm = Threshold(1, rise=100, fall=90)
    alarm.update(int16(0, 99, 100, 91, 101, 90, 100))
    assert events(alarm) == [(2, 0, 1), (5, 0, 0), (6, 0, 1)] and alarm.lost == 0


def test_the_first_side_is_no_event():
    alarm = Threshold(2, rise=100, fall=90)
    alarm.update(int16(200, 95, 95, 200, 90, 90))
    assert events(alarm) == [(2, 0, 0), (2, 1, 0)]
    alarm.reset()
    alarm.update(int16(200, 0))
    assert events(alarm) == []
    alarm.update(int16(0, 200))
    assert events(alarm) == [(1, 0, 0), (1, 1, 1)]


def test_zero_crossing_by_hand():
    for hysteresis, values, expected in (
        (0, (0, 1, 0, -1, 0, 0, 1), [(3, 0, 0), (6, 0, 1)]),
        (2, (3, -2, 2, -3, 2, 3), [(3, 0, 0), (5, 0, 1)]),
        (32766, (32767, -32767, 32766, -32768, 32767), [(1, 0, 0), (4, 0, 1)]),
    ):
        crossing = ZeroCrossing(1, hysteresis)
        crossing.update(int16(*values))
        assert events(crossing) == expected


def test_the_furthest_levels():
    alarm = Threshold(1, 32767, -32768)
    alarm.update(int16(-32768, 32766, 32767, -32767, -32768))
    assert events(alarm) == [(2, 0, 1), (4, 0, 0)]


def test_records_that_do_not_fit_are_counted():
    crossing = ZeroCrossing(1, capacity=3)
    crossing.update(int16(*(1, -1) * 4))
    assert crossing.count == 3 and crossing.lost == 4
    assert events(crossing) == [(1, 0, 0), (2, 0, 1), (3, 0, 0)]
    crossing.clear()
    assert crossing.count == crossing.lost == 0
    crossing.update(int16(1))
    assert events(crossing) == [(8, 0, 1)]
    assert crossing.records[:8] == b"\x08\0\0\0\0\0\x01\0"
    crossing._state[8:12] = b"\xff\xff\xff\x3f"  # lost
    crossing._state[4:8] = b"\3\0\0\0"
    crossing.update(int16(-1))
    assert (crossing.count, crossing.lost) == (3, 0x3FFFFFFF)


def test_rows_wrap():
    crossing = ZeroCrossing(2, capacity=8)
    crossing._state[0:4] = b"\xfe\xff\xff\x3f"
    crossing.update(int16(1, 1, -1, 1, 1, 1, 1, -1))
    assert events(crossing) == [(0x3FFFFFFF, 0, 0), (0, 0, 1), (1, 1, 0)]
    crossing.update(int16(-1, -1))
    assert crossing.row(3) == 2


def test_pieces():
    random = Random(1)
    for channels in (1, 2, 5):
        for spread, rise, fall in ((7, 2, 0), (7, 1, -1), (3, 1, 0)):
            values = [random.below(spread) - spread // 2 for _ in range(40 * channels)]
            data = int16(*values)
            whole, parted = Threshold(channels, rise, fall, 200), Threshold(channels, rise, fall, 200)
            whole(Chunk(bytearray(data)))
            for piece in pieces(random, data, 2 * channels):
                parted.update(piece)
            assert events(whole) == events(parted) == modelled(numbers(data), channels, rise, fall)
            assert whole.records == parted.records and whole.count


def test_wrong_arguments():
    for name, arguments in (
        ("channels", (0, 1, 0)),
        ("channels", (32768, 1, 0)),
        ("rise", (1, 32768, 0)),
        ("rise", (1, -32769, 0)),
        ("fall", (1, 5, 5)),
        ("fall", (1, 5, 6)),
        ("fall", (1, 5, -32769)),
        ("capacity", (1, 5, 0, 0)),
    ):
        refuses(name, ValueError, Threshold, *arguments)
    for hysteresis in (-1, 32767):
        refuses("hysteresis", ValueError, ZeroCrossing, 1, hysteresis)
    crossing = ZeroCrossing(2)
    crossing.update(int16(1, 1, -1, 1))
    for i in (-1, 1):
        for read in (crossing.row, crossing.channel, crossing.rising):
            refuses("i", ValueError, read, i)
    before = bytes(crossing._state)
    for wrong in (bytes(2), bytes(7), memoryview(bytes(9))[1:]):
        refuses("src", ValueError, crossing.update, wrong)
    refuses("src", TypeError, crossing.update, None)
    assert crossing._state == before
