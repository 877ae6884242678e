"""Biquad: sections by hand and by definition, no bias, saturation, pieces, and what it refuses."""

from filters import int16, out_of, refuses_what_it_cannot_do, samples, signed, whole_or_in_pieces
from helpers import Random, refuses

from memchunk import Biquad

ONE = 16384
# scipy.signal.butter(4, 0.2, output="sos")
LOW = (
    (0.0048243434, 0.0096486867, 0.0048243434, 1.0, -1.0485996, 0.29614036),
    (1.0, 2.0, 1.0, 1.0, -1.3209134, 0.63273879),
)
# scipy.signal.butter(2, 0.05, "high", output="sos")
HIGH = ((0.89485861, -1.7897172, 0.89485861, 1.0, -1.7786318, 0.80080265),)


def test_by_hand():
    same = Biquad(1, ((ONE, 0, 0, ONE, 0, 0),))
    assert out_of(same, int16(-32768, 32767, 1, -1)) == [-32768, 32767, 1, -1]
    delay = Biquad(2, ((0, 0, 1.0, 1, 0, 0),))
    assert out_of(delay, int16(1, 2, 3, 4, 5, 6, 7, 8)) == [0, 0, 0, 0, 1, 2, 3, 4]
    halves = Biquad(1, ((1.0, 0, 0, 1, -0.5, 0),))  # y[r] = x[r] + y[r - 1] / 2
    assert out_of(halves, int16(1024, 0, 0, 0, 0)) == [1024, 512, 256, 128, 64]


def test_what_rounding_took_away_comes_back():
    quarter = Biquad(1, ((0.25, 0, 0, 1, 0, 0),))
    assert out_of(quarter, int16(1, 1, 1, 1, 1, 1, 1, 1)) == [0, 1, 0, 0, 0, 1, 0, 0]
    quarter.reset()
    assert sum(out_of(quarter, int16(-3) * 40)) == -30


def by_definition(values, section):
    b0, b1, b2, _, a1, a2 = section
    x1 = x2 = y1 = y2 = error = 0
    out = []
    for x in values:
        total = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2 + error
        y = total + ONE // 2 >> 14
        kept = max(-32768, min(32767, y))
        error = total - ONE * y if y == kept else 0
        x1, x2, y1, y2 = x, x1, kept, y1
        out.append(kept)
    return out


def test_by_definition():
    random = Random(9)
    cascades = (
        ((ONE, -2 * ONE, ONE, ONE, -29141, 13120),),
        ((ONE, 2 * ONE, ONE, ONE, 32766, 16383), (-2 * ONE, 1, 32767, ONE, -16000, -300)),
        ((4 * ONE, 0, 0, ONE, 0, -16383), (1, -ONE, 0, ONE, -1, 0), (0, 4 * ONE - 1, 0, ONE, -32766, 16383)),
    )
    for channels in (1, 3):
        for sections in cascades:
            data = samples(random, 60 * channels)
            got, values = out_of(Biquad(channels, sections), data), signed(data)
            for channel in range(channels):
                expected = values[channel::channels]
                for section in sections:
                    expected = by_definition(expected, section)
                assert got[channel::channels] == expected


def test_designs_settle():
    low, high = out_of(Biquad(1, LOW), int16(1000) * 200), out_of(Biquad(1, HIGH), int16(1000) * 200)
    assert all(abs(value - 1000) <= 5 for value in low[100:])
    assert max(low) < 1150  # what a Butterworth of this order overshoots
    assert abs(high[0] - 895) <= 1 and all(abs(value) <= 1 for value in high[150:])
    assert sum(high[150:]) == 0


def test_the_gain_of_real_sections_is_spread():
    """Of 0.0048 Q14 has 79 counts; spread, each section has a b of 0.28."""
    first, second = (signed(Biquad(1, LOW)._state[8 + 20 * i : 28 + 20 * i]) for i in (0, 1))
    assert first[0:6:2] == second[0:6:2] == [1138, 2276, 1138]


def test_pieces():
    for channels in (1, 2, 3, 5):
        for sections in (HIGH, LOW, LOW + HIGH):
            whole_or_in_pieces(lambda: Biquad(channels, sections), channels)


def test_wrong_arguments():
    refuses_what_it_cannot_do(Biquad(3, HIGH), 3)
    for section in (
        (1.0, 0, 0, 1.0, 0),
        (1.0, 0, 0, 0.5, 0, 0),
        (ONE, 0, 0, 1, 0, 0),
        (4 * ONE, 1, 0, ONE, 0, 0),
        (-4 * ONE, 0, 0, ONE, 0, 0),
        (4 * ONE - 1, -2, 0, ONE, 0, 0),
        (4.1, 0, 0, 1.0, 0, 0),
        (ONE, 0, 0, ONE, 0, ONE),
        (ONE, 0, 0, ONE, 2 * ONE - 1, ONE - 1),
        (ONE, 0, 0, ONE, -ONE, 0),
        (float("nan"), 0, 0, 1.0, 0, 0),
        (1.0, 0, 0, 1.0, float("inf"), 0),
    ):
        refuses("sections", ValueError, Biquad, 1, (section,))
    refuses("sections", ValueError, Biquad, 1, ())
