"""Fir: sums by hand, rounding and saturation, pieces, and what it refuses."""

from filters import int16, out_of, refuses_what_it_cannot_do, samples, whole_or_in_pieces
from helpers import Random, raises, refuses

from memchunk import Fir


def test_an_impulse_gives_the_taps():
    taps = (3, -5, 7, 11, -13)
    impulse = [0, 16384, 0, 0, 0, 0, 0, 0]
    expected = [0] + [(tap * 16384 + 16384) >> 15 for tap in taps] + [0, 0]
    assert out_of(Fir(1, taps), int16(*impulse)) == expected == [0, 2, -2, 4, 6, -6, 0, 0]


def test_channels_do_not_mix():
    assert out_of(Fir(2, (0, 0.5)), int16(100, -200, 10, 20, 0, 0)) == [0, 0, 50, -100, 5, 10]


def test_one_is_one_and_a_delay_a_delay():
    data = int16(-32768, 32767, 1, -1, 12345)
    assert out_of(Fir(1, (1.0,)), data) == [-32768, 32767, 1, -1, 12345]
    assert out_of(Fir(1, (0, 0, 32768)), data) == [0, 0, -32768, 32767, 1]
    assert out_of(Fir(1, [1, 0.0]), data) == [-32768, 32767, 1, -1, 12345]  # real, since one is


def test_a_half_is_rounded_upwards():
    assert out_of(Fir(1, (0.5,)), int16(1, -1, 3, -3, 2)) == [1, 0, 2, -1, 1]


def test_sums_at_the_edges_saturate():
    assert out_of(Fir(1, (65535,)), int16(32767, -32768, 16384, -16384)) == [32767, -32768, 32767, -32767]
    assert out_of(Fir(1, (-65535,)), int16(-32768, 32767)) == [32767, -32768]
    most = (32768, -32767)  # which makes the largest sum there can be, of either sign
    assert out_of(Fir(1, most), int16(-32768, 32767, -32768)) == [-32768, 32767, -32768]


def test_by_definition():
    random = Random(5)
    for channels in (1, 3):
        for taps in ((1,), (1000, -2000, 3000, 500), (9000, -8000, 7000, 6000, -5000, 4000, 3000, -2000, 21535)):
            data = samples(random, 25 * channels)
            got = out_of(Fir(channels, taps), data)
            for i in range(len(got)):
                assert got[i] == one(data, i, channels, taps), i


def one(data, i, channels, taps):
    total = 1 << 14
    for k in range(len(taps)):
        at = 2 * (i - k * channels)
        if at >= 0:
            total += taps[k] * ((data[at] | data[at + 1] << 8) - 2 * (data[at + 1] << 8 & 0x8000))
    return max(-32768, min(32767, total >> 15))


def test_pieces():
    for channels in (1, 2, 3, 5):
        for n in (1, 4, 7, 16):
            whole_or_in_pieces(lambda: Fir(channels, [40000 // n] * n), channels)


def test_wrong_arguments():
    refuses_what_it_cannot_do(Fir(3, (0.25, 0.5, 0.25)), 3)
    for taps in ((), (2.0,), (1.0, -1.0), (65536,), (32768, 32768), (float("nan"),), (1e30,), (float("inf"), 0)):
        refuses("taps", ValueError, Fir, 1, taps)
    raises(TypeError, Fir, 1, 0.5)
