"""Rice coding against docs/wire-format.md: a decoder written from it, its examples, and what real recordings become."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import reference_encoder
import rice_decoder
from hypothesis import given, settings, strategies as st

from memchunk import Chunk, DecodeError, Rice, Unblockpack, Unrice
from memchunk_host.demo.recordings import RECORDINGS, NoRecording, fetch

TEXT = (Path(__file__).parents[2] / "docs" / "wire-format.md").read_text("utf-8")
EXAMPLES = {
    "rice-escape": [[v] for v in [100, 100, 101, 101, 101, 101, *[-30000] * 4, *[-30001] * 6]],
    "rice-verbatim": [[0], [-32768]],
}


def packed(rows: np.ndarray) -> bytes:
    rice, data = Rice(rows.shape[1]), rows.astype("<i2").tobytes()
    out = bytearray(rice.max_len(len(data)))
    return bytes(out[: rice.encode_into(data, out)])


def zigzag(rows: np.ndarray) -> np.ndarray:
    steps = np.diff(rows.astype(np.int64), axis=0).astype(np.int16).astype(np.int64)
    return np.where(steps < 0, -2 * steps - 1, 2 * steps)


def fewest_bits(z: np.ndarray) -> int:
    """Of the values of one channel, over all parameters."""
    costs = [np.where(z >> k < 10, (z >> k) + 1 + k, 26).sum() for k in range(15)]
    return int(min(*costs, 16 * len(z)))


@st.composite
def chunks(draw, max_rows=40, max_channels=9):
    """Rows whose differences are of any width, with outliers, INT16_MIN and jumps that wrap."""
    shape = draw(st.integers(0, max_rows)), draw(st.integers(1, max_channels))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = 1 << random.integers(0, 17, shape[1])
    rows = np.cumsum(random.integers(-spread, spread, shape), axis=0).astype("<i2")
    if draw(st.booleans()):
        rows = np.where(random.random(shape) < 0.1, random.integers(-32768, 32768, shape), rows).astype("<i2")
    edges = draw(st.lists(st.sampled_from((-32768, 32767, -1, 0)), max_size=5))
    if rows.size:
        rows.flat[random.integers(0, rows.size, len(edges))] = edges
    return rows


@settings(max_examples=500)
@given(chunks())
def test_the_independent_decoder_agrees(rows):
    code = packed(rows)
    assert code == reference_encoder.rice(rows.tolist())
    assert rice_decoder.decode(code, *rows.shape) == rows.tolist()
    out = bytearray(rows.nbytes)
    assert Unrice(rows.shape[1]).decode_into(code, out) == len(out) and out == rows.tobytes()


@settings(max_examples=300)
@given(chunks(), st.data())
def test_both_decoders_take_and_refuse_the_same(rows, data):
    code = bytearray(packed(rows))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, max(len(code) - 1, 0)))
        what = data.draw(st.integers(0, 4))
        if what < 3 and code:
            code[at] ^= 1 << data.draw(st.integers(0, 7))
        elif what == 3:
            del code[at : at + 1]
        else:
            code.insert(at, data.draw(st.integers(0, 255)))
    n, channels = rows.shape
    out = bytearray(b"\xee" * rows.nbytes)
    try:
        expected = rice_decoder.decode(bytes(code), n, channels)
    except ValueError:
        with pytest.raises(DecodeError, match="Rice: broken at byte"):
            Unrice(channels).decode_into(code, out)
        assert out == b"\xee" * rows.nbytes
    else:
        assert Unrice(channels).decode_into(code, out) == len(out)
        assert out == np.array(expected, "<i2").tobytes()


@given(chunks(max_rows=60, max_channels=3))
def test_the_length_keeps_what_the_text_promises(rows):
    n, channels = rows.shape
    code = packed(rows)
    values = sum(16 * (n - 1) if (p := parameter(code, channels, c)) == 15 else cost(z, p)
                 for c, z in enumerate(zigzag(rows).T)) if n > 1 else 0  # fmt: skip
    head = 2 * channels * min(n, 1) + (channels + 1) // 2 * (n > 1)
    assert len(code) == head + (values + 7) // 8
    assert values <= 16 * max(n - 1, 0) * channels


def parameter(code: bytes, channels: int, channel: int) -> int:
    return code[2 * channels + channel // 2] >> channel % 2 * 4 & 15


def cost(z: np.ndarray, k: int) -> int:
    return int(np.where(z >> k < 10, (z >> k) + 1 + k, 26).sum())


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_the_text(name):
    block = re.search(rf"```hex {name}\n(.*?)```", TEXT, re.DOTALL)
    assert block
    code = bytes.fromhex(" ".join(line.partition(";")[0] for line in block[1].splitlines()))
    rows = np.array(EXAMPLES[name])
    assert packed(rows) == code
    assert rice_decoder.decode(code, *rows.shape) == EXAMPLES[name]


def test_every_example_is_checked():
    assert re.findall(r"```hex (rice-(?!item|frame).*)", TEXT) == list(EXAMPLES)


@pytest.fixture(scope="module")
def recordings():
    try:
        fetch()
    except NoRecording as e:
        pytest.skip(f"NO RECORDINGS: {e}")
    return {one.name: one.samples()[0][:8000] for one in RECORDINGS}


@pytest.mark.parametrize("name, rows_a_chunk, at_least", [
    ("daphnet", 32, 1.725),
    ("daphnet", 128, 1.745),
    ("imu", 32, 1.37),
    ("pulse", 128, 2.6),
    ("ecg", 32, 3.4),
    ("ecg", 128, 3.6),
])  # fmt: skip
def test_ratio_on_real_recordings(recordings, name, rows_a_chunk, at_least):
    """Rows in over bytes out, each chunk alone; shorter than blockpack, and within 1 % of the best parameters."""
    rows = recordings[name]
    rice, block = Unrice(rows.shape[1]), Unblockpack(rows.shape[1])
    out, other, back = bytearray(20000), bytearray(20000), bytearray(20000)
    size = rivals = best = 0
    for first in range(0, len(rows), rows_a_chunk):
        part = rows[first : first + rows_a_chunk]
        data = part.astype("<i2").tobytes()
        n = rice.encode_into(data, out)
        assert rice.decode_into(out[:n], back, len(part)) == len(data) and back[: len(data)] == data
        size += n
        rivals += block.encode_into(data, other)
        best += part[0].nbytes + (part.shape[1] + 1) // 2 + (sum(map(fewest_bits, zigzag(part).T)) + 7) // 8
    assert rows.nbytes / size >= at_least
    assert size < rivals
    assert size < 1.01 * best


def test_in_place_on_a_real_recording(recordings):
    rows = recordings["daphnet"][:320]
    rice = Rice(9)
    for first in range(0, len(rows), 32):
        data = rows[first : first + 32].astype("<i2").tobytes()
        lead = rice.headroom(len(data))
        chunk = Chunk(bytearray(lead + lead % 2 + len(data)), lead + lead % 2)
        chunk.view[:] = data
        rice(chunk)
        assert rice_decoder.decode(bytes(chunk.view), 32, 9) == rows[first : first + 32].tolist()
