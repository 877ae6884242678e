"""Transforms and analyses against numpy, in integers that cannot overflow or in float64; in any pieces."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from memchunk import Byteswap, copy

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
