"""Transforms and analyses against numpy, in integers that cannot overflow or in float64; in any pieces."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from memchunk import Byteswap, Calibrate, Histogram, Remap, Statistics, Threshold, ZeroCrossing, copy

EDGES = (-32768, -32767, -1, 0, 1, 32767)


@st.composite
def rows_of_int16(draw, max_rows=60, max_channels=5, channels=None):
    """Rows of small or any numbers, INT16_MIN and its like among them."""
    shape = draw(st.integers(0, max_rows)), channels or draw(st.integers(1, max_channels))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = 1 << draw(st.integers(0, 15))
    rows = random.integers(-spread, spread, shape).astype("<i2")
    edges = draw(st.lists(st.sampled_from(EDGES), max_size=8))
    if rows.size:
        rows.flat[random.integers(0, rows.size, len(edges))] = edges
    return rows


def pieces_of(rows, seed):
    """The rows in random pieces, some of them empty."""
    random = np.random.default_rng(seed)
    cuts = sorted(random.integers(0, len(rows) + 1, random.integers(0, 6)))
    return np.split(rows, cuts)


def applied(transform, rows):
    """What comes out, into another buffer and in place alike."""
    data = rows.tobytes()
    out, same = bytearray(len(data)), bytearray(data)
    assert transform.apply_into(data, out) == transform.apply_into(same, same) == len(data)
    assert out == same
    return np.frombuffer(bytes(out), rows.dtype).reshape(rows.shape)


@settings(max_examples=300)
@given(st.binary(max_size=200), st.integers(0, 80), st.integers(0, 80), st.integers(0, 200))
def test_copy(data, start, to, n):
    memory = bytearray(data + bytes(80))
    n = min(n, len(memory) - max(start, to))
    expected = np.frombuffer(bytes(memory), np.uint8).copy()
    expected[to : to + n] = expected[start : start + n].copy()
    assert copy(memoryview(memory)[start : start + n], memoryview(memory)[to:]) == n
    assert bytes(memory) == expected.tobytes()


@pytest.mark.parametrize("size", [2, 4])
@given(st.binary(max_size=200))
def test_byteswap(size, data):
    words = np.frombuffer(data[: len(data) // size * size], f"<u{size}")
    assert np.array_equal(applied(Byteswap(size), words), words.byteswap())


@settings(max_examples=300)
@given(rows_of_int16(), st.data())
def test_calibrate(rows, data):
    channels = rows.shape[1]
    offset = data.draw(st.lists(st.integers(-32768, 32767), min_size=channels, max_size=channels))
    most = data.draw(st.sampled_from((0.9, 1.9, 3, 127)))
    gain = data.draw(st.lists(st.floats(-most, most), min_size=channels, max_size=channels))
    calibrate = Calibrate(offset, gain)
    steps = np.rint(np.array(gain) * 2**calibrate.shift).astype(np.int64)
    product = (rows.astype(np.int64) - offset) * steps
    expected = np.clip(np.floor(product / 2**calibrate.shift + 0.5), -32768, 32767)
    assert np.array_equal(applied(calibrate, rows), expected)


@settings(max_examples=300)
@given(rows_of_int16(), st.data())
def test_remap(rows, data):
    channels = rows.shape[1]
    one = st.integers(1, channels) | st.integers(-channels, -1)
    axes = np.array(data.draw(st.lists(one, min_size=channels, max_size=channels)))
    expected = np.clip(rows.astype(int)[:, abs(axes) - 1] * np.sign(axes), -32768, 32767)
    assert np.array_equal(applied(Remap(axes.tolist()), rows), expected)


def analysed(analysis, rows, seed):
    """`analysis` after it saw `rows` in pieces."""
    for piece in pieces_of(rows, seed):
        analysis.update(piece.tobytes())
    return analysis


@settings(max_examples=300)
@given(rows_of_int16(), st.integers(0, 999))
def test_statistics(rows, seed):
    stats = analysed(Statistics(rows.shape[1]), rows, seed)
    assert stats.rows == len(rows)
    if not len(rows):
        with pytest.raises(ValueError, match="rows"):
            stats.mean(0)
        return
    exact = rows.astype(np.int64)
    for k in range(rows.shape[1]):
        assert (stats.min(k), stats.max(k)) == (exact[:, k].min(), exact[:, k].max())
        assert stats.mean(k) == exact[:, k].sum() / len(rows)
        assert stats.rms(k) == pytest.approx(np.sqrt(np.mean(exact[:, k] ** 2)), rel=1e-12)
        assert stats.variance(k) == pytest.approx(np.var(exact[:, k]), rel=1e-12, abs=1e-6)
    whole = analysed(Statistics(rows.shape[1]), rows[:0], 0)
    whole.update(rows.tobytes())
    assert whole._state == stats._state


@settings(max_examples=300)
@given(rows_of_int16(), st.data())
def test_histogram(rows, data):
    low, width = data.draw(st.integers(-32768, 32767)), data.draw(st.integers(1, 100) | st.integers(1, 65535))
    bins = data.draw(st.integers(1, 50))
    histogram = analysed(Histogram(low, width, bins, rows.shape[1]), rows, data.draw(st.integers(0, 999)))
    edges = [-np.inf, *(low + width * np.arange(bins + 1.0)), np.inf]
    for k in range(rows.shape[1]):
        inner = [histogram.count(i, k) for i in range(bins)]
        expected = np.histogram(rows[:, k].astype(float), edges)[0]
        assert [histogram.under(k), *inner, histogram.over(k)] == expected.tolist()


def crossings(column, rise, fall):
    """(row, up) of a column: where the sequence of samples beyond either level changes sides."""
    beyond = np.flatnonzero((column >= rise) | (column <= fall))
    up = column[beyond] >= rise
    changes = np.flatnonzero(up[1:] != up[:-1]) + 1
    return [(int(beyond[i]), int(up[i])) for i in changes]


@settings(max_examples=300)
@given(rows_of_int16(), st.data())
def test_events(rows, data):
    rows = (rows >> data.draw(st.integers(0, 15))).astype("<i2")
    if data.draw(st.booleans()):
        hysteresis = data.draw(st.integers(0, 3))
        rise, fall = hysteresis + 1, -hysteresis - 1
        made = ZeroCrossing(rows.shape[1], hysteresis, capacity=400)
    else:
        rise = data.draw(st.integers(-5, 5))
        fall = rise - data.draw(st.integers(1, 5))
        made = Threshold(rows.shape[1], rise, fall, capacity=400)
    made = analysed(made, rows, data.draw(st.integers(0, 999)))
    expected = [(row, k, up) for k in range(rows.shape[1]) for row, up in crossings(rows[:, k].astype(int), rise, fall)]
    assert [(made.row(i), made.channel(i), made.rising(i)) for i in range(made.count)] == sorted(expected)
    assert made.lost == 0
