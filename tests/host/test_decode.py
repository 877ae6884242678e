"""The decoder: values, time, sequence rules, pieces of any size, and whatever hostile input comes."""

from __future__ import annotations

import gc
import io
import struct
import tracemalloc
from collections.abc import Iterable
from typing import Any

import cbor2
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from reference_encoder import BLOCKPACK, RAW, RICE, Sender, blockpack, data_item, frame

from memchunk_host import blockpack as fast
from memchunk_host.batch import join
from memchunk_host.cbor import Malformed, loads
from memchunk_host.decode import Batch, Counts, Decoder, decode_file

ROWS = [[1, -2, 300], [2, -2, 299], [-32768, 32767, 0]]
BASE = {0: 1, 1: 1, 2: "s", 3: ["x"], 4: "g", 5: 77, 8: 10, 9: 1000, 10: 1 << 30}


def decode(data: bytes, pieces: Iterable[int] = ()) -> tuple[list[Batch], Counts]:
    """Everything in `data`, cut behind `pieces` bytes each."""
    decoder = Decoder()
    batches: list[Batch] = []
    start = 0
    for size in pieces:
        batches += decoder.feed(data[start : start + size])
        start += size
    batches += decoder.feed(data[start:])
    return batches + decoder.close(), decoder.counts


def nonzero(counts: Counts) -> dict[str, int]:
    return {name: value for name, value in vars(counts).items() if value and name != "bytes"}


def one_row_frames(numbers: Iterable[int], sender: Sender | None = None) -> list[bytes]:
    """A frame for each sequence number, its one row telling it."""
    sender = sender or Sender(channels=["x"])
    frames = []
    for seq in numbers:
        sender.seq = seq
        frames.append(sender.data([[seq % 0x8000]], t0=1000 * seq))
    return frames


def delivered(batches: list[Batch]) -> list[int]:
    return [seq for batch in batches for seq in batch.seq.tolist()]


# Values and time


@pytest.mark.parametrize("enc", [RAW, BLOCKPACK, RICE])
def test_rows_come_back(enc: int) -> None:
    sender = Sender(units="m/s2", scale=0.5, offset=[1, 2, 3])
    data = sender.descriptor() + sender.data(ROWS, 5000, enc) + sender.data(ROWS, 7000, enc)
    batches, counts = decode(data)
    (batch,) = batches
    assert batch.rows.dtype.names == ("time", "x", "y", "z")
    assert batch.rows["x"].tolist() == [1, 2, -32768] * 2 and batch.rows.dtype["x"] == np.dtype("<i2")
    assert batch.rows["time"] == pytest.approx([0, 0.01, 0.02, 0.002, 0.012, 0.022])
    assert batch.physical()[0].tolist() == [1.5, 1, 153]
    assert batch.t0.tolist() == [5000, 7000] and batch.counts.tolist() == [3, 3]
    assert nonzero(counts) == {"frames": 2, "rows": 6, "descriptors": 1}


ELEMENTS = [(64, "B"), (69, "H"), (70, "I"), (72, "b"), (77, "h"), (78, "i"), (85, "f")]


@pytest.mark.parametrize(("tag", "code"), ELEMENTS)
def test_raw_payloads_of_every_element_type(tag: int, code: str) -> None:
    top: Any = 2.5 if code == "f" else 256 ** struct.calcsize(code) // (2 if code.islower() else 1) - 1
    sender = Sender(channels=["a", "b"], tag=tag, code=code)
    (batch,), counts = decode(sender.descriptor() + sender.data([[0, top], [top, 1]], 0, RAW))
    assert batch.samples.tolist() == [[0, top], [top, 1]] and batch.samples.dtype == np.dtype("<" + code)
    assert nonzero(counts) == {"frames": 1, "rows": 2, "descriptors": 1}


def test_frames_of_every_encoding_mix_in_one_stream() -> None:
    sender = Sender()
    data = b"".join(sender.data([[i, i, i]] * (i % 4), 0, i * 5 % 3) for i in range(12))
    (batch,), _ = decode(sender.descriptor() + data)
    assert batch.samples[:, 0].tolist() == [1, 2, 2, 3, 3, 3, 5, 6, 6, 7, 7, 7, 9, 10, 10, 11, 11, 11]
    assert batch.counts.tolist() == [0, 1, 2, 3] * 3


def test_blockpack_of_many_payloads_equals_one_at_a_time() -> None:
    rng = np.random.default_rng(1)
    for channels in (1, 2, 3, 9):
        chunks = []
        for n in [*range(20), 64, 65, 300]:
            spread = 2.0 ** rng.integers(-2, 17, channels)
            chunks.append((rng.normal(0, 1, (n, channels)) * spread).astype(np.int64).astype(np.int16))
        payloads = [blockpack(chunk.tolist()) for chunk in chunks]
        rows, good = fast.decode(payloads, np.array([len(chunk) for chunk in chunks]), channels)
        assert good.all() and np.array_equal(rows, np.concatenate(chunks))


@pytest.mark.parametrize("width", range(17))
def test_blockpack_at_the_edges_of_every_width(width: int) -> None:
    top = (1 << width) - 1
    steps = [0, top, top >> 1, 0, top]
    values = [0]
    for z in steps:
        values.append(values[-1] + ((z >> 1) ^ -(z & 1)))
    column = np.array(values).astype(np.int16)
    rows, good = fast.decode([blockpack(column[:, None].tolist())], np.array([len(column)]), 1)
    assert good.all() and rows[:, 0].tolist() == column.tolist()


def test_blockpack_refuses_all_but_the_exact_payload() -> None:
    chunk = [[3 * i, -i * i, 7] for i in range(21)]
    right = blockpack(chunk)
    padded = bytearray(right)
    padded[7] |= 0x10  # the unused nibble of the first block
    wrong = [right[:size] for size in range(len(right))] + [right + b"\0", bytes(padded), b""]
    payloads = [right, *wrong, right]
    rows, good = fast.decode(payloads, np.array([21] * len(payloads)), 3)
    assert good.tolist() == [True] + [False] * len(wrong) + [True]
    assert rows.tolist() == chunk * 2
    for n in [*range(21), 22, 24, 25, 65535]:
        assert not fast.decode([right], np.array([n]), 3)[1].any()


def test_time_goes_on_where_the_ticks_wrap() -> None:
    sender = Sender(channels=["x"], modulus=1000, tick_hz=100, rate=None)
    data = b"".join(sender.data([[0], [0]], t0=700 * i) for i in range(5))
    (batch,), _ = decode(sender.descriptor() + data)
    assert batch.t0.tolist() == [0, 700, 1400, 2100, 2800]
    assert batch.time.tolist() == [0, 0, 7, 7, 14, 14, 21, 21, 28, 28]  # no rate: the chunk's time


def test_time_of_a_late_frame_lies_before() -> None:
    sender = Sender(channels=["x"], modulus=10_000, seq=8)
    data = sender.descriptor() + b"".join(one_row_frames([8, 11, 10, 12, 9], sender))
    (batch,), counts = decode(data)
    assert batch.t0.tolist() == [8000, 11_000, 10_000, 12_000, 9000] and counts.late == 2
    assert batch.time == pytest.approx([0, 0.003, 0.002, 0.004, 0.001])


def test_channel_names_that_numpy_would_not_take() -> None:
    sender = Sender(channels=["x", "x", "", "time", "x_1"])
    (batch,), _ = decode(sender.descriptor() + sender.data([[1, 2, 3, 4, 5]]))
    assert batch.rows.dtype.names == ("time", "x", "x_1_", "ch_2", "time_3", "x_1")
    assert batch.stream.channels == ("x", "x", "", "time", "x_1")


# The sequence rules of docs/wire-format.md

SEQUENCES = [
    # first announced, numbers sent, numbers delivered, counts beyond frames
    (0, [0, 1, 2], [0, 1, 2], {}),
    (65534, [65534, 65535, 0, 1], [65534, 65535, 0, 1], {}),
    (0, [2, 3], [2, 3], {"lost": 2}),
    (None, [700, 701], [700, 701], {}),
    (0, [0, 2, 1, 3], [0, 2, 1, 3], {"late": 1}),
    (0, [1, 0, 2], [1, 0, 2], {"late": 1}),
    (0, [0, 0, 1, 1, 0], [0, 1], {"duplicate": 3}),
    (0, [0, 5, 3, 3], [0, 5, 3], {"lost": 3, "late": 1, "duplicate": 1}),
    (0, [*range(66), 2, 66], [*range(66), 66], {"duplicate": 1}),
    (0, [0, *range(2, 65), 1], [0, *range(2, 65), 1], {"late": 1}),
    (0, [0, *range(2, 66), 1], [0, *range(2, 66), 1], {"lost": 1, "restarts": 1}),
    (0, [*range(66), 1, 2], [*range(66), 1, 2], {"restarts": 1}),
    (500, [500, 499, 500], [500, 499, 500], {"restarts": 1}),  # 499 is before the beginning, not late
    (0, [0, 32767], [0, 32767], {"lost": 32766}),
    (0, [0, 32769], [0, 32769], {"restarts": 1}),
]


@pytest.mark.parametrize(("first", "sent", "wanted", "expected"), SEQUENCES)
@pytest.mark.parametrize("apart", [False, True])
def test_sequence(
    first: int | None, sent: list[int], wanted: list[int], expected: dict[str, int], apart: bool
) -> None:
    sender = Sender(channels=["x"])
    descriptor = frame(cbor2.dumps(sender.map if first is None else {**sender.map, 11: first}))
    frames = one_row_frames(sent, sender)
    data = descriptor + b"".join(frames)
    pieces = [len(descriptor), *map(len, frames)] if apart else []
    batches, counts = decode(data, pieces)
    assert delivered(batches) == wanted
    assert [row for batch in batches for row in batch.rows["x"].tolist()] == [seq % 0x8000 for seq in wanted]
    assert nonzero(counts) == {"frames": len(wanted), "rows": len(wanted), "descriptors": 1, **expected}


def test_the_same_number_with_other_content_is_a_restart() -> None:
    sender = Sender(channels=["x"])
    data = sender.descriptor() + b"".join(one_row_frames(range(5), sender))
    sender.seq = 0
    data += sender.data([[99]]) + sender.data([[98]])
    batches, counts = decode(data)
    assert delivered(batches) == [0, 1, 2, 3, 4, 0, 1] and counts.restarts == 1 and counts.lost == 0


def test_a_restart_forgets_the_frames_before_it() -> None:
    sender = Sender(channels=["x"])
    data = sender.descriptor() + b"".join(one_row_frames(range(5), sender))
    for seq in (0, 2, 1):
        sender.seq = seq
        data += sender.data([[99]])
    batches, counts = decode(data)
    assert delivered(batches) == [0, 1, 2, 3, 4, 0, 2, 1]
    assert (counts.restarts, counts.late, counts.lost) == (1, 1, 0)


def test_a_repeated_descriptor_tells_of_lost_frames_only_when_it_is_ahead() -> None:
    sender = Sender(channels=["x"])
    first = sender.descriptor() + b"".join(one_row_frames(range(3), sender))
    sender.seq = 5
    ahead = sender.descriptor()
    batches, counts = decode(first + ahead)
    assert counts.lost == 2 and counts.descriptors == 2
    batches, counts = decode(first + ahead + b"".join(one_row_frames([4, 5], sender)))
    assert delivered(batches) == [0, 1, 2, 4, 5] and (counts.lost, counts.late) == (1, 1)
    sender.seq = 1
    batches, counts = decode(first + sender.descriptor() + b"".join(one_row_frames([3], sender)))
    assert delivered(batches) == [0, 1, 2, 3] and counts.complete and not counts.restarts


def test_a_changed_descriptor_starts_a_new_stream() -> None:
    one, two = Sender(channels=["x"]), Sender(channels=["x", "y"], seq=9)
    data = one.descriptor() + one.data([[1]]) + two.descriptor() + two.data([[2, 3]])
    capture = decode_file(io.BytesIO(data))
    assert list(capture) == [1, (1, 1)] and capture.counts.complete
    assert capture[1].rows.dtype.names == ("time", "x") and capture[1].stream.label == "1"
    assert capture[1, 1].rows.dtype.names == ("time", "x", "y") and capture[1, 1].stream.label == "1-1"
    assert capture[1, 1].samples.tolist() == [[2, 3]]


def test_streams_come_in_the_order_of_their_first_frame() -> None:
    senders = [Sender(sid=sid, channels=["x"]) for sid in (3, 1, 2)]
    data = b"".join(sender.descriptor() for sender in senders)
    order = [1, 2, 0, 1, 0]
    data += b"".join(senders[index].data([[index]]) for index in order)
    decoder = Decoder()
    assert [batch.stream.sid for batch in decoder.feed(data)] == [1, 2, 3]
    again = b"".join(senders[index].data([[index]]) for index in [0, 2])
    assert [batch.stream.sid for batch in decoder.feed(again)] == [3, 2]


def test_a_frame_without_descriptor_is_unknown() -> None:
    sender = Sender()
    lost = sender.data(ROWS)
    batches, counts = decode(lost + sender.descriptor() + sender.data(ROWS))
    assert delivered(batches) == [1]
    assert nonzero(counts) == {"frames": 1, "rows": 3, "descriptors": 1, "unknown": 1}


# Bytes in any pieces, and the ends of the input


def busy_capture() -> bytes:
    """Two streams with frames lost, damaged, late, twice and a description that changes."""
    a, b = Sender(sid=1), Sender(sid=2, channels=["u"], rate=None)
    frames = [b"noise\0", a.descriptor(), a.data(ROWS, 10), b.data([[1]])]
    frames += [b.descriptor(), b.data([[2]] * 20, 20)]
    frames += [a.data([[i, 2 * i, -i]] * i, 100 * i, i % 2) for i in range(1, 8)]
    frames[7], frames[8] = frames[8], frames[7]
    frames[10] = frames[10][:5] + b"\x55" + frames[10][6:]
    frames += [frames[9], Sender(sid=1, channels=["q"]).descriptor(), b"\0\0", b.data([[3]], 30)[:-1]]
    return b"".join(frames)


def summary(batches: list[Batch]) -> list[Any]:
    """What was delivered, stream by stream, however it was cut into batches."""
    streams = {(batch.stream.sid, batch.stream.part): batch.stream for batch in batches}
    whole = []
    for key, stream in sorted(streams.items()):
        joined = join(stream, [b for b in batches if (b.stream.sid, b.stream.part) == key])
        whole.append((stream, joined.seq.tolist(), joined.t0.tolist(), joined.rows.tolist()))
    return whole


@given(st.lists(st.integers(0, 40), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_pieces_give_the_same(pieces: list[int]) -> None:
    data = busy_capture()
    whole, counts = decode(data)
    cut, cut_counts = decode(data, pieces)
    assert summary(cut) == summary(whole) and cut_counts == counts


def test_byte_by_byte_gives_the_same() -> None:
    data = busy_capture()
    whole, counts = decode(data)
    assert {"duplicate", "unknown", "bad", "late"} <= set(nonzero(counts))
    cut, cut_counts = decode(data, [1] * len(data))
    assert summary(cut) == summary(whole) and cut_counts == counts


def test_the_last_frame_needs_no_delimiter_but_all_its_bytes() -> None:
    sender = Sender()
    head, tail = sender.descriptor(), sender.data(ROWS)
    for size in range(len(tail) + 1):
        batches, counts = decode(head + tail[:size])
        whole = size >= len(tail) - 1
        assert len(batches) == whole
        assert counts.bad == (0 < size < len(tail) - 1)


def test_close_begins_afresh() -> None:
    sender = Sender()
    decoder = Decoder()
    decoder.feed(sender.descriptor() + b"half a fr")
    assert decoder.close() == [] and decoder.counts.bad == 1
    assert delivered(decoder.feed(sender.data(ROWS))) == [0]


def test_items_without_frame() -> None:
    sender = Sender()
    decoder = Decoder()
    assert decoder.feed_item(sender.descriptor_item()) == []
    item = sender.item(ROWS)
    (batch,) = decoder.feed_item(item)
    assert batch.samples.tolist() == ROWS
    assert decoder.feed_item(item) == [] and decoder.counts.duplicate == 1
    assert decoder.feed_item(b"") == [] and decoder.feed_item(bytes(70_000)) == [] and decoder.counts.bad == 2


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, lambda data: np.frombuffer(data, "u1").data])
def test_feed_takes_any_bytes(kind: Any) -> None:
    sender = Sender()
    assert delivered(Decoder().feed(kind(sender.descriptor() + sender.data(ROWS)))) == [0]


def test_decode_file_tells_progress_and_keeps_silent_streams(tmp_path: Any) -> None:
    a, b = Sender(sid=1), Sender(sid=2)
    data = a.descriptor() + b.descriptor() + b"".join(a.data([[i, i, i]] * 50, 0, RAW) for i in range(3000))
    path = tmp_path / "a.mchk"
    path.write_bytes(data)
    seen: list[int] = []
    capture = decode_file(path, seen.append)
    assert seen[-1] == len(data) and len(seen) > 1 and seen == sorted(seen)
    assert len(capture[1].rows) == 150_000 and len(capture[2].rows) == 0
    assert capture[2].rows.dtype.names == ("time", "x", "y", "z") and capture[2].physical().shape == (0, 3)


# Hostile input


def test_a_frame_too_long_is_dropped_and_memory_stays_bounded() -> None:
    sender = Sender()
    data = sender.descriptor() + b"\x01" * 200_000 + b"\0" + sender.data(ROWS)
    for pieces in ([], [1000] * 210, [65_536] * 3):
        batches, counts = decode(data, pieces)
        assert delivered(batches) == [0] and counts.bad == 1
    decoder = Decoder()
    piece = b"\x55" * 50_000
    tracemalloc.start()  # or another test has, and counted its own
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    for _ in range(400):
        decoder.feed(piece)
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert peak < 1_000_000 and decoder.counts.bad == 1
    assert decoder.close() == [] and decoder.counts.bad == 1


def test_max_frame_is_exact() -> None:
    sender = Sender()
    data = sender.data(ROWS)
    for limit, bad in ((len(data) - 1, 0), (len(data) - 2, 1)):
        decoder = Decoder(max_frame=limit)
        decoder.feed(data)
        assert decoder.counts.bad == bad and decoder.counts.unknown == 1 - bad


NOT_DESCRIPTORS: list[tuple[str, dict[Any, Any]]] = [
    ("version 2", {0: 2}),
    ("version true", {0: True}),
    ("version 1.0", {0: 1.0}),
    ("sid 256", {1: 256}),
    ("sid negative", {1: -1}),
    ("sid true", {1: True}),
    ("name bytes", {2: b"s"}),
    ("name list", {2: ["s"]}),
    ("no channels", {3: []}),
    ("channels text", {3: "xyz"}),
    ("channels numbers", {3: [1]}),
    ("channels many", {3: ["c"] * 256}),
    ("units number", {4: 1}),
    ("units too many", {4: ["g", "g"]}),
    ("units mixed", {4: [1]}),
    ("element 76", {5: 76}),
    ("element huge", {5: 2**64 - 1}),
    ("element list", {5: [77]}),
    ("scale nan", {6: float("nan")}),
    ("scale inf", {6: float("inf")}),
    ("scale text", {6: "1"}),
    ("scale true", {6: True}),
    ("scale two", {6: [1, 2]}),
    ("scale null", {6: None}),
    ("offset nan", {7: [float("nan")]}),
    ("rate 0", {8: 0}),
    ("rate negative", {8: -1.0}),
    ("rate null", {8: None}),
    ("tick_hz 0", {9: 0}),
    ("tick_hz inf", {9: float("inf")}),
    ("modulus 0", {10: 0}),
    ("modulus 2**32 + 1", {10: 2**32 + 1}),
    ("modulus float", {10: 1e6}),
    ("seq 65536", {11: 65536}),
    ("seq negative", {11: -1}),
    ("key text", {"a": 1}),
    ("key float", {1: ..., 1.5: 1}),
    ("key bytes", {b"": 1}),
    ("bignum scale", {6: 2**80}),
]


@pytest.mark.parametrize(("change"), [c for _, c in NOT_DESCRIPTORS], ids=[n for n, _ in NOT_DESCRIPTORS])
def test_descriptors_that_are_refused(change: dict[Any, Any]) -> None:
    item = {key: value for key, value in {**BASE, **change}.items() if value is not ...}
    good = frame(cbor2.dumps(BASE))
    batches, counts = decode(good + frame(cbor2.dumps(item)) + frame(data_item(1, 0, 0, 0, 1, b"\x40")))
    assert nonzero(counts) == {"frames": 1, "descriptors": 1, "bad": 1} and len(batches) == 1


def test_true_is_no_key() -> None:
    item = {True if key == 1 else key: value for key, value in BASE.items()}
    assert nonzero(decode(frame(cbor2.dumps(item)))[1]) == {"bad": 1}


@pytest.mark.parametrize("key", [0, 1, 3, 5, 9, 10])
def test_descriptors_that_lack_what_they_need(key: int) -> None:
    item = {k: value for k, value in BASE.items() if k != key}
    assert nonzero(decode(frame(cbor2.dumps(item)))[1]) == {"bad": 1}


def test_a_descriptor_may_have_more_or_less() -> None:
    small = {key: BASE[key] for key in (0, 1, 3, 5, 9, 10)}
    more = {**BASE, 12: [{"deep": [1.5, None]}], 99: b"x", 6: 2**64 - 1, 7: -(2**63), 10: 2**32}
    for item in (small, more):
        assert nonzero(decode(frame(cbor2.dumps(item)))[1]) == {"descriptors": 1}


def head(*numbers: Any) -> list[Any]:
    """A data item around an empty blockpack payload, with some of its head changed."""
    return [*numbers, *[1, 0, 0, 0, 1][len(numbers) :], b""]


NOT_DATA: list[Any] = [
    [],
    [1, 0, 0, 0, 1],
    [1, 0, 0, 0, 1, b"", 0],
    head(256),
    head(True),
    head(1, 65536),
    head(1, -1),
    head(1, 0, 2**32),
    head(1, 0, 0.0),
    head(1, 0, 0, 65536),
    head(1, 0, 0, -1),
    head(1, 0, 0, None),
    head(1, 0, 0, 0, 3),
    head(1, 0, 0, 1, 2),
    head(1, 0, 0, 0, False),
    head(1, 0, 0, 0, 0),
    head([1]),
    head("1"),
    head(1, 0, 0, 1),
    head(1, 0, 0, 65535),
    [1, 0, 0, 1, 1, "ab"],
    [1, 0, 0, 1, 1, b"abc"],
    [1, 0, 0, 0, 1, None],
    [1, 0, 0, 1, 1, cbor2.CBORTag(77, b"ab")],
    [1, 0, 0, 1, 2, cbor2.CBORTag(77, b"ab")],
    [1, 0, 0, 1, 2, "ab"],
    [1, 0, 0, 1, 0, b"ab"],
    [1, 0, 0, 1, 0, cbor2.CBORTag(78, b"abcd")],
    [1, 0, 0, 1, 0, cbor2.CBORTag(77, b"abc")],
    [1, 0, 0, 1, 0, cbor2.CBORTag(77, "ab")],
    [1, 0, 0, 1, 0, cbor2.CBORTag(77, [97, 98])],
    [1, 0, 0, 1, 0, cbor2.CBORTag(77, cbor2.CBORTag(77, b"ab"))],
    [1, 0, 0, 65535, 0, cbor2.CBORTag(77, b"ab")],
    7,
    None,
    "text",
    b"bytes",
    1.5,
]


@pytest.mark.parametrize("item", NOT_DATA, ids=[repr(item)[:40] for item in NOT_DATA])
def test_data_items_that_are_refused(item: Any) -> None:
    data = frame(cbor2.dumps(BASE)) + frame(cbor2.dumps(item)) + frame(cbor2.dumps([1, 0, 0, 0, 1, b""]))
    batches, counts = decode(data)
    assert nonzero(counts) == {"frames": 1, "descriptors": 1, "bad": 1} and delivered(batches) == [0]


@pytest.mark.parametrize("enc", [BLOCKPACK, RICE])
def test_a_packed_payload_in_a_stream_of_another_type_is_bad(enc: int) -> None:
    sender = Sender(tag=69)
    assert nonzero(decode(sender.descriptor() + sender.data(ROWS, 0, enc))[1]) == {"descriptors": 1, "bad": 1}


@pytest.mark.parametrize("enc", [BLOCKPACK, RICE])
def test_a_bad_payload_has_no_part_in_the_sequence(enc: int) -> None:
    sender = Sender(channels=["x"])
    bad = frame(data_item(1, 1, 0, 9, enc, cbor2.dumps(b"\0\0\x0f\0")))
    frames = one_row_frames([0, 1, 2], sender)
    batches, counts = decode(frame(cbor2.dumps(sender.map)) + frames[0] + bad + frames[1] + frames[2])
    assert delivered(batches) == [0, 1, 2] and (counts.bad, counts.lost) == (1, 0)


NOT_CBOR = {
    "nothing": b"",
    "deep arrays": b"\x81" * 60_000,
    "deep endless arrays": b"\x9f" * 60_000,
    "deep maps": b"\xa1\x00" * 30_000,
    "deep tags": b"\xd8\x4d" * 30_000,
    "huge array": b"\x9b" + b"\xff" * 8,
    "huge bytes": b"\x5b\x7f" + b"\xff" * 7,
    "huge text": b"\x7b" + b"\xff" * 8,
    "huge map": b"\xbb" + b"\xff" * 8,
    "a break": b"\xff",
    "a break in an array": b"\x82\x01\xff",
    "reserved head": b"\x1c",
    "a head cut": b"\x86\x01\x19\x01",
    "endless number": b"\x1f",
    "endless tag": b"\xdf\x01",
    "bad text": b"\xa1\x02\x62\xff\xff",
    "arrays deeper than 16": b"\x81" * 16 + b"\x00",
    "two items": b"\x01\x02",
    "a data item and more": cbor2.dumps([1, 0, 0, 0, 1, b""]) + b"\0",
    "a data item cut": cbor2.dumps([1, 0, 0, 0, 1, b"ab"])[:-1],
    "odd endless map": b"\xbf\x01\xff",
    "wrong chunk": b"\x5f\x61a\xff",
    "regular expression": b"\xd8\x23\x65(a+)+",
    "huge power of ten": b"\xc4\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x01",
    "bignum": b"\xc2\x59\xea\x60" + b"\xff" * 60_000,
    "shared cycle": b"\xd8\x1c\x81\xd8\x1d\x00",
    "date": b"\xc0\x61x",
}


@pytest.mark.parametrize("item", NOT_CBOR.values(), ids=NOT_CBOR)
def test_cbor_that_is_refused(item: bytes) -> None:
    if item:
        with pytest.raises(Malformed):
            loads(item)
    assert nonzero(decode(frame(item))[1]) == {"bad": 1}


def test_cbor_of_any_width_and_of_indefinite_length_is_taken() -> None:
    wide = bytes.fromhex("86 18 01 1b 0000000000000000 00 1a 00000001 01 5f 41 61 41 62 ff")
    endless = bytes.fromhex("9f 01 01 00 01 00 d8 4d 42 61 62 ff")
    batches, counts = decode(frame(cbor2.dumps(BASE)) + frame(wide) + frame(endless))
    assert batches[0].samples.tolist() == [[0x6261], [0x6261]]
    assert nonzero(counts) == {"frames": 2, "rows": 2, "descriptors": 1}


@given(st.binary(max_size=80))
@settings(max_examples=600, deadline=None)
def test_random_items_behind_a_right_crc(item: bytes) -> None:
    good = Sender()
    batches, counts = decode(good.descriptor() + frame(item) + good.data(ROWS))
    assert delivered(batches)[-1] == 0 and batches[-1].samples[-3:].tolist() == ROWS
    assert counts.bad + counts.unknown + counts.frames + counts.descriptors == 3


@given(st.binary(max_size=200), st.integers(0, 40), st.integers(1, 12))
@settings(max_examples=600, deadline=None)
def test_random_blockpack_payloads(payload: bytes, n: int, channels: int) -> None:
    right = [[7 * i] * channels for i in range(11)]
    payloads = [blockpack(right), payload, blockpack(right)]
    rows, good = fast.decode(payloads, np.array([11, n, 11]), channels)
    assert good[[0, 2]].all() and len(rows) == 22 + (n if good[1] else 0)
    assert rows[:11].tolist() == right and rows[-11:].tolist() == right


def test_the_most_that_a_frame_can_ask_for_is_bounded() -> None:
    rows = 16_000
    payload = bytes(2) + bytes((rows - 1 + 7) // 8)  # one channel that never changes
    data = frame(cbor2.dumps(BASE)) + b"".join(
        frame(data_item(1, seq, 0, rows, 1, cbor2.dumps(payload))) for seq in range(32)
    )
    gc.collect()
    tracemalloc.start()
    decoder = Decoder()
    delivered_rows = sum(len(batch.time) for batch in decoder.feed(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert delivered_rows == 32 * rows
    assert peak < 100_000_000


def test_what_a_payload_claims_costs_nothing() -> None:
    payloads = [bytes(600)] * 50
    tracemalloc.start()
    rows, good = fast.decode(payloads, np.array([65_535] * len(payloads)), 255)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not good.any() and rows.shape == (0, 255) and peak < 1_000_000


def test_absurd_numbers_give_no_warning() -> None:
    item = {**BASE, 6: 1e308, 7: -1e308, 8: 1e-308, 9: 1e-308}
    with np.errstate(all="raise"):
        batches, _ = decode(frame(cbor2.dumps(item)) + frame(data_item(1, 0, 5, 2, 0, b"\xd8\x4d\x44abcd")))
        assert batches[0].physical().shape == (2, 1)
