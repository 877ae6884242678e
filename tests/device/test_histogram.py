"""Histogram: edges of bins, both ends, several channels, a full counter, any pieces."""

from helpers import Random, refuses
from samples import EDGES, int16, numbers, pieces

from memchunk import Chunk, Histogram


def counts(histogram, channel=0):
    inner = [histogram.count(k, channel) for k in range(histogram.bins)]
    return [histogram.under(channel)] + inner + [histogram.over(channel)]


def test_by_hand():
    histogram = Histogram(low=-10, width=5, bins=4)
    histogram.update(int16(-32768, -11, -10, -6, -5, -1, 0, 4, 5, 9, 10, 32767))
    assert counts(histogram) == [2, 2, 2, 2, 2, 2]
    histogram.update(int16(3, 3, 3))
    assert counts(histogram) == [2, 2, 2, 5, 2, 2]
    histogram.reset()
    assert counts(histogram) == [0] * 6


def test_the_widest_and_the_narrowest():
    for low, width, bins in (
        (-32768, 65535, 1),
        (-32768, 1, 3),
        (32767, 1, 1),
        (32767, 65535, 2),
        (-1, 3, 500),
        (0, 7, 9),
    ):
        histogram = Histogram(low, width, bins)
        histogram.update(int16(*EDGES))
        expected = [0] * (bins + 2)
        for value in EDGES:
            expected[max(0, min(bins, (value - low) // width) + 1)] += 1
        assert counts(histogram) == expected


def test_channels_and_pieces():
    random = Random(1)
    for channels in (1, 2, 5):
        data = random.bytes(2 * channels * 70)
        whole, parted = Histogram(-30000, 7000, 8, channels), Histogram(-30000, 7000, 8, channels)
        whole(Chunk(bytearray(data)))
        for piece in pieces(random, data, 2 * channels):
            parted.update(piece)
        for channel in range(channels):
            alone = Histogram(-30000, 7000, 8)
            alone.update(int16(*numbers(data)[channel::channels]))
            assert counts(whole, channel) == counts(parted, channel) == counts(alone)
            assert sum(counts(alone)) == 70


def test_a_full_counter_stays():
    histogram = Histogram(0, 10, 2, channels=2)
    histogram._counts[20:24] = b"\xfe\xff\xff\x3f"  # bin 0 of channel 1
    histogram.update(int16(1, 1))
    assert histogram.count(0, 1) == 0x3FFFFFFF and histogram.count(0, 0) == 1
    histogram.update(int16(2, 2))
    assert histogram.count(0, 1) == 0x3FFFFFFF and histogram.count(0, 0) == 2
    assert sum(counts(histogram, 1)) == 0x3FFFFFFF


def test_wrong_arguments():
    for name, arguments in (
        ("low", (-32769, 1, 1)),
        ("low", (32768, 1, 1)),
        ("width", (0, 0, 1)),
        ("width", (0, 65536, 1)),
        ("bins", (0, 1, 0)),
        ("bins", (0, 1, 65536)),
        ("channels", (0, 1, 1, 0)),
    ):
        refuses(name, ValueError, Histogram, *arguments)
    histogram = Histogram(0, 10, 3, 2)
    for k in (-1, 3):
        refuses("k", ValueError, histogram.count, k)
    for channel in (-1, 2):
        refuses("channel", ValueError, histogram.count, 0, channel)
        refuses("channel", ValueError, histogram.under, channel)
        refuses("channel", ValueError, histogram.over, channel)
    for wrong in (bytes(2), bytes(7), memoryview(bytes(9))[1:]):
        refuses("src", ValueError, histogram.update, wrong)
    refuses("src", TypeError, histogram.update, None)
    assert counts(histogram) == counts(histogram, 1) == [0] * 5
