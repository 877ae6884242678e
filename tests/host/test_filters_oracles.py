"""The filters against independent implementations: numpy's and scipy.signal's, and integers by definition."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import signal

from memchunk import Biquad, Boxcar, Cic, Fir, MovingAverage

SOME = settings(max_examples=150, deadline=None)


@st.composite
def int16_rows(draw, most=60):
    """Rows of noise, of steps between the edges, or slow."""
    rows, channels = draw(st.integers(0, most)), draw(st.integers(1, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(("noise", "edges", "slow", "lowest")))
    if kind == "noise":
        made = random.integers(-32768, 32768, (rows, channels))
    elif kind == "edges":
        made = random.choice((-32768, 32767), (rows, channels))
    elif kind == "slow":
        made = np.clip(np.cumsum(random.integers(-300, 301, (rows, channels)), axis=0), -32768, 32767)
    else:
        made = np.full((rows, channels), -32768)
    return made.astype("<i2")


def run(stage, rows, pieces=()):
    """What comes out of rows that go in as so many each, and then the rest."""
    out, at = [], 0
    for n in (*pieces, len(rows)):
        piece = bytearray(rows[at : at + n].tobytes())
        out.append(bytes(piece[: stage.apply_into(piece, piece)]))
        at += n
    return np.frombuffer(b"".join(out), "<i2").reshape(-1, rows.shape[1]).astype(np.int64)


pieces_of = st.lists(st.integers(0, 20), max_size=5)


@st.composite
def q15_taps(draw):
    """Ints whose sizes add up to 65535 at most, most often to that."""
    taps = draw(st.lists(st.integers(-9000, 9000), min_size=1, max_size=40))
    while sum(map(abs, taps)) > 65535:
        taps.pop()
    left = 65535 - sum(map(abs, taps))
    return taps + draw(st.sampled_from(([], [left], [-left])))


@SOME
@given(int16_rows(), q15_taps(), pieces_of)
def test_fir(rows, taps, pieces):
    whole = rows.astype(np.int64)
    sums = signal.lfilter(np.array(taps, object), [1], whole.astype(object), axis=0) if len(rows) else whole
    expected = np.clip(np.array(sums, np.int64) + (1 << 14) >> 15, -32768, 32767)
    for channel in range(rows.shape[1]):
        assert np.array_equal(np.convolve(whole[:, channel], taps)[: len(rows)] if len(rows) else [], sums[:, channel])
    assert np.array_equal(run(Fir(rows.shape[1], taps), rows, pieces), expected)


def test_fir_that_scipy_designed():
    taps = signal.firwin(31, 0.2)
    rows = np.random.default_rng(1).integers(-32768, 32768, (500, 3)).astype("<i2")
    expected = signal.lfilter(taps, 1, rows, axis=0)
    got = run(Fir(3, taps), rows)
    # Half a count for the sum, and for each tap, which is off by half of its last bit at most.
    assert np.abs(got - np.clip(expected, -32768, 32767)).max() <= 0.5 + 0.5 * len(taps)


@SOME
@given(int16_rows(), st.integers(1, 90), pieces_of)
def test_moving_average(rows, window, pieces):
    padded = np.vstack([np.zeros((window, rows.shape[1]), np.int64), rows])
    sums = np.cumsum(padded, axis=0)
    expected = (sums[window:] - sums[: len(rows)] + window // 2) // window
    assert np.array_equal(run(MovingAverage(rows.shape[1], window), rows, pieces), expected)


@pytest.mark.parametrize("window", [8190, 8191])
@pytest.mark.parametrize("value", [-32768, 32767])
def test_the_longest_moving_average(window, value):
    rows = np.full((window + 50, 1), value, "<i2")
    expected = (np.minimum(np.arange(1, len(rows) + 1), window) * value + window // 2) // window
    got = run(MovingAverage(1, window), rows)
    assert np.array_equal(got[:, 0], expected)


@SOME
@given(int16_rows(), st.integers(1, 70), pieces_of)
def test_boxcar(rows, factor, pieces):
    groups = rows[: len(rows) // factor * factor].reshape(-1, factor, rows.shape[1]).astype(np.int64)
    expected = (groups.sum(axis=1) + factor // 2) // factor
    assert np.array_equal(run(Boxcar(rows.shape[1], factor), rows, pieces), expected)


@pytest.mark.parametrize("value", [-32768, 32767, -1])
def test_the_longest_boxcar(value):
    got = run(Boxcar(1, 16383), np.full((16383 * 2 + 5, 1), value, "<i2"), [16382, 1])
    assert got.tolist() == [[value], [value]]


WIDTHS = [(1, 32768), (2, 256), (3, 40), (4, 16), (5, 9), (16, 2)]  # order, the most of factor times delay


@st.composite
def cic_arguments(draw):
    order, most = draw(st.sampled_from(WIDTHS))
    delay = draw(st.integers(1, min(most, 3)))
    factor = draw(st.integers(1, min(most // delay, 40)))
    return factor, order, delay


@SOME
@given(int16_rows(200), cic_arguments(), pieces_of)
def test_cic(rows, arguments, pieces):
    """As many boxcars in a row, not divided, and every factor-th row of what they give."""
    factor, order, delay = arguments
    window = [1]
    for _ in range(order):
        window = np.convolve(window, np.ones(factor * delay, np.int64))
    stage = Cic(rows.shape[1], factor, order, delay)
    shift = (int(sum(window)) - 1).bit_length()
    assert stage.gain == sum(window) / 2**shift and 0.5 < stage.gain <= 1
    half = 1 << shift >> 1
    full = signal.lfilter(window, [1], rows.astype(float), axis=0) if len(rows) else rows
    expected = np.round(full).astype(np.int64)[factor - 1 :: factor] + half >> shift
    assert np.array_equal(run(stage, rows, pieces), expected)


@pytest.mark.parametrize("order, most", WIDTHS)
@pytest.mark.parametrize("value", [-32768, 32767])
def test_cic_registers_wrap_and_come_out_right(order, most, value):
    rows = np.full((most * (order + 4), 1), value, "<i2")
    stage = Cic(1, most, order)
    settled = run(stage, rows)[order:]
    assert abs(settled - value * stage.gain).max() <= 0.5


def by_definition(sections, rows):
    """docs of `Biquad`, in Python's integers."""
    out = rows.astype(object)
    for b0, b1, b2, _, a1, a2 in sections:
        for channel in range(rows.shape[1]):
            x1 = x2 = y1 = y2 = error = 0
            for row in range(len(rows)):
                x = int(out[row, channel])
                total = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2 + error
                y = total + (1 << 13) >> 14
                kept = max(-32768, min(32767, y))
                error = total - (y << 14) if kept == y else 0
                x1, x2, y1, y2 = x, x1, kept, y1
                out[row, channel] = kept
    return out.astype(np.int64)


@st.composite
def q14_section(draw):
    a2 = draw(st.integers(-16383, 16383))
    most = 16384 + a2 - 1
    a1 = draw(st.integers(-most, most))
    b = draw(st.tuples(*[st.integers(-40000, 40000)] * 3) | st.sampled_from(EDGES))
    while sum(map(abs, b)) > 65535 and b not in EDGES:
        b = tuple(int(one / 2) for one in b)
    return (*b, 16384, a1, a2)


EDGES = ((16384, 32768, 16384), (16384, -32768, 16384), (65536, 0, 0), (0, 0, -65535), (-32768, 1, -32767))


@SOME
@given(int16_rows(), st.lists(q14_section(), min_size=1, max_size=3), pieces_of)
def test_biquad(rows, sections, pieces):
    assert np.array_equal(run(Biquad(rows.shape[1], sections), rows, pieces), by_definition(sections, rows))


DESIGNS = {
    "low": signal.butter(4, 0.1, output="sos"),
    "lower": signal.butter(2, 0.04, output="sos"),
    "high": signal.butter(2, 0.04, "high", output="sos"),
    "band": signal.butter(2, (0.1, 0.3), "band", output="sos"),
    "notch": signal.tf2sos(*signal.iirnotch(0.25, 10)),
    "elliptic": signal.ellip(5, 1, 50, 0.3, output="sos"),
}


def in_q14(stage):
    """The sections that a stage came to, as scipy takes them."""
    n = struct.unpack_from("<i", stage._state, 4)[0]
    made = np.array(struct.unpack_from(f"<{5 * n}i", stage._state, 8)).reshape(n, 5) / 16384
    return np.insert(made, 3, 1, axis=1)


@pytest.mark.parametrize("name", DESIGNS)
def test_biquad_within_the_bound_of_its_errors(name):
    """Each section adds an error of half a count, filtered as its docstring says: the sum of |impulse responses|."""
    stage = Biquad(2, DESIGNS[name].tolist())
    sections = in_q14(stage)
    random = np.random.default_rng(3)
    steps = np.cumsum(random.integers(-200, 201, (4000, 2)), axis=0) % 8000 - 4000
    rows = (steps + random.integers(-2000, 2001, steps.shape)).astype("<i2")
    bound, impulse = 0.0, np.r_[1.0, np.zeros(30000)]
    for i in range(len(sections)):
        response = signal.lfilter([1, -1], sections[i, 3:], impulse)
        for later in sections[i + 1 :]:
            response = signal.lfilter(later[:3], later[3:], response)
        bound += 0.5 * np.abs(response).sum()
    error = np.abs(run(stage, rows) - signal.sosfilt(sections, rows, axis=0))
    assert error.max() <= bound + 1e-6, bound
    assert bound < 13 and error.max() > bound / 50  # a bound that says something
    ours, true = signal.sosfreqz(sections, 512)[1], signal.sosfreqz(DESIGNS[name], 512)[1]
    assert np.abs(ours - true).max() < 0.03  # what Q14 makes of the coefficients


def test_biquad_lets_a_constant_through_without_a_bias():
    """Rounded alone, what this one settles on is off by dozens of counts."""
    stage = Biquad(1, signal.butter(2, 0.01, output="sos").tolist())
    sections = in_q14(stage)
    gain = sections[0, :3].sum() / sections[0, 3:].sum()
    for value in (-1000, -37, 38, 1001):
        stage.reset()
        got = run(stage, np.full((4000, 1), value, "<i2"))
        assert abs(got[2000:].mean() - gain * value) < 0.1
        assert np.ptp(got[2000:]) <= 2
