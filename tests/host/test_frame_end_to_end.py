"""From the device side, run here, to the host's decoder and an independent one: rows equal, nothing lost."""

import io

import cbor2
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from independent_decoder import decode as decode_independently

from memchunk import (
    Blockpack,
    Descriptor,
    Frame,
    FrameReader,
    Pipeline,
    Rice,
    StreamSource,
    Unblockpack,
    Unrice,
)
from memchunk_host.decode import Decoder, decode_file

NAMES = tuple("abcdefghijklmnopqrstuvwxyz")


class Sink:
    """Takes up to so many bytes at a time; `link` puts each write beside the others, as messages are."""

    def __init__(self, most=10**6):
        self.messages, self.most = [], most

    def write(self, view):
        self.messages.append(bytes(view[: self.most]))
        return len(self.messages[-1])

    @property
    def sent(self):
        return b"".join(self.messages)


def rows_of(seed, rows, channels):
    random = np.random.default_rng(seed)
    spread = 1 << random.integers(0, 17, channels)
    return np.cumsum(random.integers(-spread, spread, (rows, channels)), axis=0).astype("<i2")


def carry(rows, chunk_rows, packed=Blockpack, link=True, most=10**6, **described):
    """Send `rows` through a pipeline; returns the pipeline and its sink."""
    channels = rows.shape[1]
    sink = Sink(most)
    descriptor = Descriptor(described.pop("sid", 5), "stream", NAMES[:channels], **described)
    stages = [packed(channels)] if packed else []
    source = StreamSource(io.BytesIO(rows.tobytes()), channels)
    pipeline = Pipeline(source, [*stages, Frame(descriptor, link=link)], sink, rows=chunk_rows)
    pipeline.run()
    return pipeline, sink


@settings(max_examples=200)
@given(
    seed=st.integers(0, 2**32 - 1),
    rows=st.integers(0, 90),
    channels=st.integers(1, 26),
    chunk_rows=st.sampled_from([1, 2, 8, 9, 10, 16, 17, 32, 300]),
    packed=st.sampled_from([None, Blockpack, Rice]),
    most=st.sampled_from([1, 7, 10**6]),
    sid=st.sampled_from([0, 23, 24, 255]),
)
def test_any_shape_comes_back(seed, rows, channels, chunk_rows, packed, most, sid):
    sent_rows = rows_of(seed, rows, channels)
    pipeline, sink = carry(sent_rows, chunk_rows, packed, most=most, sid=sid)
    capture = decode_file(io.BytesIO(sink.sent))
    if not rows:
        assert sink.sent == b"" and pipeline.stats.chunks == 0
        return
    counts, recording = capture.counts, capture[sid]
    assert np.array_equal(recording.samples, sent_rows)
    chunks = -(-rows // chunk_rows)
    assert (counts.frames, counts.rows, counts.descriptors) == (chunks, rows, 1) and counts.complete
    assert (counts.bytes, counts.duplicate, counts.restarts) == (pipeline.stats.bytes_out, 0, 0)
    assert recording.counts.tolist() == [min(chunk_rows, rows - at) for at in range(0, rows, chunk_rows)]
    streams, problems = decode_independently(sink.sent)
    assert problems == {"bad": 0, "unknown": 0}
    assert np.array_equal(streams[sid]["rows"], sent_rows)
    assert read_on_the_device(sink.sent, channels) == sent_rows.tobytes()


def read_on_the_device(sent, channels):
    reader, rows, out = FrameReader(40000), b"", bytearray(2 * 300 * channels)
    stream = io.BytesIO(sent)
    while n := stream.readinto(reader.claim()):
        reader.commit(n)
        while reader.next():
            if reader.kind == "data" and reader.enc:
                unpack = (Unblockpack, Unrice)[reader.enc - 1](channels)
                rows += out[: unpack.decode_into(reader.payload, out, reader.rows)]
            elif reader.kind == "data":
                rows += bytes(reader.payload)
    assert (reader.bad, reader.lost, reader.duplicate, reader.restarts) == (0, 0, 0, 0)
    return rows


def test_descriptor_arrives_as_it_was_given():
    rows = rows_of(1, 5, 3)
    given = {"units": ("m/s2", "m/s2", "Cel"), "scale": (0.5, 1, 2), "offset": -3.25, "rate": 104}
    _, sink = carry(rows, 4, **given)
    stream = decode_file(io.BytesIO(sink.sent))[5].stream
    assert (stream.name, stream.channels, stream.units) == ("stream", NAMES[:3], given["units"])
    assert (stream.scale, stream.offset, stream.rate) == ((0.5, 1, 2), (-3.25,) * 3, 104)
    assert (stream.tag, stream.tick_hz, stream.modulus) == (77, 1_000_000, 1 << 30)


@pytest.mark.parametrize("packed", [None, Blockpack, Rice])
def test_a_link_that_frames_and_checks(packed):
    rows = rows_of(2, 50, 4)
    _, sink = carry(rows, 8, packed, link=False)
    decoder = Decoder()
    batches = [batch for item in sink.messages for batch in decoder.feed_item(item)]
    assert np.array_equal(np.concatenate([batch.samples for batch in batches]), rows)
    assert decoder.counts.complete and decoder.counts.frames == 7
    for item in sink.messages:
        cbor2.loads(item)


def test_the_descriptor_repeats_and_says_the_next_number(monkeypatch):
    clock = iter(range(0, 10**9, 400_000))
    monkeypatch.setattr("memchunk.frame.ticks_us", lambda: next(clock))
    rows = rows_of(3, 100, 2)
    sink = Sink()
    frame = Frame(Descriptor(5, "s", ("a", "b")), repeat_ms=1000)
    source = StreamSource(io.BytesIO(rows.tobytes()), 2)
    Pipeline(source, [Blockpack(2), frame], sink, rows=8).run()
    capture = decode_file(io.BytesIO(sink.sent))
    assert capture.counts.descriptors == 5 and capture.counts.complete  # of 13 chunks, every third
    # Who joins late decodes from the next descriptor on, and knows that nothing is missing.
    frames = sink.sent.split(b"\0\0")
    late = decode_file(io.BytesIO(b"\0\0".join(frames[2:])))
    assert late.counts.complete and np.array_equal(late[5].samples, rows[48:])


def test_a_chunk_lost_on_the_way_is_counted():
    rows = rows_of(4, 80, 2)
    _, sink = carry(rows, 8)
    frames = sink.sent.split(b"\0")
    del frames[5]  # the third chunk: an empty one, the descriptor, two chunks
    capture = decode_file(io.BytesIO(b"\0".join(frames)))
    assert (capture.counts.lost, capture.counts.bad, capture.counts.frames) == (1, 0, 9)


def test_a_chunk_that_a_stage_refuses_is_dropped_and_missed():
    rows = rows_of(5, 40, 2)
    sink = Sink()

    def picky(chunk):
        if chunk.seq == 2:
            raise RuntimeError("no")

    source = StreamSource(io.BytesIO(rows.tobytes()), 2)
    stages = [picky, Blockpack(2), Frame(Descriptor(5, "s", ("a", "b")))]
    pipeline = Pipeline(source, stages, sink, rows=8)
    with pytest.raises(RuntimeError):
        pipeline.run()
    pipeline.run()
    capture = decode_file(io.BytesIO(sink.sent))
    assert (capture.counts.lost, capture.counts.bad) == (1, 0) and pipeline.stats.dropped == 1
    assert np.array_equal(capture[5].samples, np.delete(rows, slice(16, 24), axis=0))


def test_a_long_stream_whose_numbers_wrap():
    rows = rows_of(6, 70_000, 1)
    _, sink = carry(rows, 1, packed=None)
    capture = decode_file(io.BytesIO(sink.sent))
    assert np.array_equal(capture[5].samples, rows) and capture.counts.complete
    assert capture.counts.frames == 70_000
