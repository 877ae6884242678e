"""The host's decoder of rice: many payloads at a time, as the slow one decodes each, and whatever bytes come."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import accumulate

import cbor2
import numpy as np
import pytest
import rice_decoder
from hypothesis import given, settings, strategies as st
from reference_encoder import RICE, Sender, data_item, frame, rice

from memchunk_host import rice as fast
from memchunk_host.decode import Decoder

RIGHT = [[7 * i, -i] for i in range(11)]


def chunks_of(seed: int, channels: int, sizes: list[int]) -> list[np.ndarray]:
    """Rows of any spread, with outliers that take the escape."""
    rng = np.random.default_rng(seed)
    chunks = []
    for n in sizes:
        steps = rng.normal(0, 1, (n, channels)) * 2.0 ** rng.integers(-2, 17, channels)
        steps = np.where(rng.random((n, channels)) < 0.05, rng.integers(-32768, 32768, (n, channels)), steps)
        chunks.append(steps.astype(np.int64).cumsum(axis=0).astype(np.int16))
    return chunks


@pytest.fixture(params=[1, 4, 10**6], ids=["in step", "some alone", "alone"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So few payloads are walked one by one."""
    monkeypatch.setattr(fast, "_FEW", request.param)


@pytest.mark.parametrize("channels", [1, 2, 3, 9, 255])
def test_many_payloads_equal_one_at_a_time(few: None, channels: int) -> None:
    chunks = chunks_of(channels, channels, [*range(20), 64, 65, 300 // channels, 0, 1, 2])
    payloads = [rice(chunk.tolist()) for chunk in chunks]
    counts = np.array([len(chunk) for chunk in chunks])
    rows, good = fast.decode(payloads, counts, channels)
    assert good.all() and rows.dtype == np.int16 and np.array_equal(rows, np.concatenate(chunks))
    for payload, chunk in zip(payloads, chunks, strict=True):
        rows, good = fast.decode([payload], np.array([len(chunk)]), channels)
        assert good.all() and np.array_equal(rows, chunk)


def test_no_payload_at_all() -> None:
    rows, good = fast.decode([], np.array([], np.int64), 3)
    assert rows.shape == (0, 3) and good.shape == (0,)


def payload_of(k: int, bits: str) -> bytes:
    """Of one channel, behind a first row of 0."""
    return bytes((0, 0, k)) + int("0" + bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")


@pytest.mark.parametrize("k", range(16))
def test_codes_at_the_edges_of_every_parameter(k: int) -> None:
    for z in sorted({0, 1, 65535, *((q << k) + d & 0xFFFF for q in (1, 9, 10) for d in (-1, 0, 1))}):
        value = f"{z:016b}"[::-1]
        direct = value if k == 15 else "0" * (z >> k) + "1" + value[:k]
        escaped = "0" * 10 + value
        for code in (direct, escaped):
            payload = payload_of(k, code)
            rows, good = fast.decode([payload], np.array([2]), 1)
            try:
                wanted = rice_decoder.decode(payload, 2, 1)
            except ValueError:
                assert not good[0]
            else:
                assert good[0] and rows.tolist() == wanted
        sound = direct if k == 15 or z >> k < 10 else escaped
        assert fast.decode([payload_of(k, sound)], np.array([2]), 1)[1][0]


def test_a_quotient_beyond_16_bits_is_refused() -> None:
    for k, q in ((13, 8), (13, 9), (14, 4), (14, 9)):
        payloads = [payload_of(k, "0" * zeros + "1" + "0" * k) for zeros in (q, 65535 >> k)]
        assert fast.decode(payloads, np.array([2, 2]), 1)[1].tolist() == [False, True]


def test_all_but_the_exact_payload_is_refused(few: None) -> None:
    chunk = [[3 * i, -i * i, 7] for i in range(21)]
    right = rice(chunk)
    padded = bytearray(right)
    padded[7] |= 0x10  # the unused nibble
    wrong = [right[:size] for size in range(len(right))] + [right + b"\0", right + b"\1", bytes(padded), b""]
    wrong += [right[:-1] + bytes([right[-1] | 0x80])] * (right[-1] < 0x80)
    payloads = [right, *wrong, right]
    rows, good = fast.decode(payloads, np.array([21] * len(payloads)), 3)
    assert good.tolist() == [True] + [False] * len(wrong) + [True]
    assert rows.tolist() == chunk * 2
    for n in [*range(21), 22, 24, 25, 65535]:
        assert not fast.decode([right], np.array([n]), 3)[1].any()


@pytest.mark.parametrize("threshold", [1, 10**6])
@given(payload=st.binary(max_size=200), n=st.integers(0, 40), channels=st.integers(1, 12))
@settings(max_examples=400, deadline=None)
def test_random_payloads(threshold: int, payload: bytes, n: int, channels: int) -> None:
    right = [[7 * i] * channels for i in range(11)]
    payloads = [rice(right), payload, rice(right)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast, "_FEW", threshold)
        rows, good = fast.decode(payloads, np.array([11, n, 11]), channels)
    try:
        wanted = rice_decoder.decode(payload, n, channels)
    except ValueError:
        wanted = None
    assert good.tolist() == [True, wanted is not None, True]
    assert rows.tolist() == right + (wanted or []) + right


@given(seed=st.integers(0, 2**32 - 1), channels=st.integers(1, 5), data=st.data())
@settings(max_examples=400, deadline=None)
def test_damaged_payloads(seed: int, channels: int, data: st.DataObject) -> None:
    """What is refused and what is not is what the slow decoder says: a flipped bit may well be another row."""
    sizes = data.draw(st.lists(st.integers(0, 12), min_size=1, max_size=6))
    payloads, wanted = [], []
    for chunk in chunks_of(seed, channels, sizes):
        payload = bytearray(rice(chunk.tolist()))
        if payload and data.draw(st.booleans()):
            payload[data.draw(st.integers(0, len(payload) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        payloads.append(bytes(payload))
        try:
            wanted.append(rice_decoder.decode(payloads[-1], len(chunk), channels))
        except ValueError:
            wanted.append(None)
    rows, good = fast.decode(payloads, np.array(sizes), channels)
    assert good.tolist() == [rows is not None for rows in wanted]
    assert rows.tolist() == [row for rows in wanted for row in rows or []]


def test_bad_frames_are_counted_and_the_others_delivered() -> None:
    sender = Sender(channels=["x", "y"])
    right = rice(RIGHT)
    wrong = [right[:-1], right + b"\0", right[:4] + b"\xff" + right[5:], b"", bytes(3), bytes(4000), b"\xff" * 60_000]
    data = sender.descriptor() + sender.data(RIGHT, 0, RICE)
    for payload in wrong:
        data += frame(data_item(1, 1, 0, 11, RICE, cbor2.dumps(payload)))
    data += frame(data_item(1, 1, 0, 65_535, RICE, cbor2.dumps(right))) + sender.data(RIGHT, 0, RICE)
    for size in (1000, len(data)):
        decoder = Decoder()
        batches = [one for at in range(0, len(data), size) for one in decoder.feed(data[at : at + size])]
        assert decoder.counts.bad == len(wrong) + 1 and decoder.counts.lost == 0
        assert [row for batch in batches for row in batch.samples.tolist()] == RIGHT * 2


def test_the_most_that_a_frame_can_ask_for_is_bounded() -> None:
    rows = 16_000
    payload = bytes(2) + b"\0" + b"\xff" * (rows // 8 - 1) + b"\x7f"  # one channel that never changes
    sender = Sender(channels=["x"])
    data = sender.descriptor() + b"".join(
        frame(data_item(1, seq, 0, rows, RICE, cbor2.dumps(payload))) for seq in range(32)
    )
    gc.collect()
    tracemalloc.stop()  # another test may have begun
    tracemalloc.start()
    decoder = Decoder()
    delivered = sum(len(batch.time) for batch in decoder.feed(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert delivered == 32 * rows
    assert peak < 100_000_000


@pytest.mark.parametrize("channels", [1, 255])
def test_what_a_payload_claims_costs_nothing(channels: int) -> None:
    payloads = [b"\xff" * 600] * 50
    tracemalloc.stop()  # another test may have begun
    tracemalloc.start()
    rows, good = fast.decode(payloads, np.array([65_535] * len(payloads)), channels)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not good.any() and rows.shape == (0, channels) and peak < 4_000_000  # of 30,000 bytes


def test_a_walk_that_goes_astray_ends(few: None) -> None:
    """Zeros: each payload claims as many codes as it has bits, and takes 26 of them a code, far beyond the last one."""
    payloads = [bytes(3 + size) for size in accumulate([100] * 20)]
    counts = np.array([8 * (len(payload) - 3) + 1 for payload in payloads])
    assert not fast.decode(payloads, counts, 1)[1].any()
