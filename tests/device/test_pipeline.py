"""Pipeline: whatever source, stages and sink do, the bytes at the sink are those of the smooth run."""

from helpers import MICROPYTHON, Random, raises, refuses
from streams import Sink, StoppedClock, Stream

from memchunk import (
    Blockpack,
    Chunk,
    Crc32,
    Delta,
    Descriptor,
    Frame,
    FrameReader,
    ImaAdpcm,
    Pack12,
    Pipeline,
    Rice,
    StreamSource,
    Unblockpack,
    Unrice,
    Varint,
    flow,
    frame,
)

ROWS = 4
DATA = bytes(Random(1).bytes(4 * 18, 9))  # 18 rows of two channels: four chunks and a short one


def stages():
    return [Blockpack(2), Frame(Descriptor(1, "s", ("a", "b")))]


def build(stream, sink, made=None, rows=ROWS):
    return Pipeline(StreamSource(stream, channels=2), stages() if made is None else made, sink, rows)


def finish(pipeline, limit=20000):
    """Step to the end, over errors; returns how many there were. A step moves one chunk at most."""
    errors = 0
    while not pipeline.done:
        limit -= 1
        assert limit, "it does not end"
        before = pipeline.stats.chunks
        moved = False
        try:
            moved = pipeline.step()
        except OSError:
            errors += 1
        assert pipeline.stats.chunks - before == moved
    return errors


def smooth():
    sink = Sink()
    with StoppedClock():
        finish(build(Stream(DATA), sink))
    return bytes(sink.sent)


def run(stream, sink, made=None):
    with StoppedClock():
        pipeline = build(stream, sink, made)
        errors = finish(pipeline)
    return pipeline, errors


def check(stream_script, sink_script, expected, smooth=0):
    """A run with those mishaps sends the same bytes and counts the same."""
    sink = Sink(sink_script, smooth)
    pipeline, errors = run(Stream(DATA, stream_script), sink)
    assert bytes(sink.sent) == expected, (stream_script, sink_script)
    stats = pipeline.stats
    assert (stats.chunks, stats.rows, stats.bytes_in) == (5, 18, len(DATA))
    assert stats.bytes_out == len(expected) and stats.dropped == 0 and stats.high_water == 1
    assert 0 <= stats.longest_us < 10000000
    return errors


def test_the_smooth_run_carries_the_rows():
    reader, out, rows = FrameReader(512), bytearray(64), b""
    sent = smooth()
    room = reader.claim()
    room[: len(sent)] = sent
    reader.commit(len(sent))
    kinds = []
    while reader.next():
        kinds.append(reader.kind)
        if reader.kind == "data":
            n = Unblockpack(2).decode_into(reader.payload, out, reader.rows)
            rows += bytes(out[:n])
            assert reader.ticks == 1000 and reader.seq == len(kinds) - 2
    assert kinds == ["descriptor"] + ["data"] * 5 and rows == DATA and reader.bad == 0
    assert check([], [], sent) == 0


def test_rice_in_a_frame():
    """Into the room that was planned, whatever the rows; a short chunk at the end."""
    random = Random(7)
    for most in (1, 3, 200, 256):
        for rows, n in ((1, 3), (2, 5), (4, 18), (33, 70)):
            data = bytes(random.bytes(4 * n, most))
            sink = Sink()
            pipeline = build(Stream(data), sink, [Rice(2), Frame(Descriptor(1, "s", ("a", "b")))], rows)
            finish(pipeline)
            reader, out, got = FrameReader(1024), bytearray(4 * rows), b""
            for byte in sink.sent:
                reader.claim()[:1] = bytes((byte,))
                reader.commit(1)
                while reader.next():
                    if reader.kind == "data":
                        assert reader.enc == 2
                        got += out[: Unrice(2).decode_into(reader.payload, out, reader.rows)]
            assert got == data and reader.bad == reader.lost == 0
            assert pipeline.stats.bytes_out == len(sink.sent) and pipeline.stats.rows == n


def test_a_frame_of_rice_takes_no_other_chunk():
    sink = Sink()
    rice, unrice = Rice(2), Unrice(2)
    pipeline = build(Stream(DATA), sink, [rice, lambda chunk: unrice(chunk), Frame(Descriptor(1, "s", ("a", "b")))])
    raises(ValueError, pipeline.step)  # planned for what Rice leaves
    assert pipeline.queue.any() == 1 and not sink.sent


def test_there_and_back():
    """What decodes as a stage has room for it, and leaves raw rows."""
    for encode, decode in ((Rice, Unrice), (Blockpack, Unblockpack)):
        for rows in (1, ROWS, 18, 40):
            sink = Sink()
            finish(build(Stream(DATA), sink, [encode(2), decode(2)], rows))
            assert bytes(sink.sent) == DATA
            sink = Sink()
            finish(build(Stream(DATA), sink, [encode(2), decode(2)] + stages()[1:], rows))
            got, reader = b"", FrameReader(512)
            for byte in sink.sent:
                reader.claim()[:1] = bytes((byte,))
                reader.commit(1)
                while reader.next():
                    if reader.kind == "data":
                        assert (reader.enc, reader.tag) == (0, 77)
                        got += bytes(reader.payload)
            assert got == DATA and not reader.bad
        planned = decode(2)
        planned.plan(18, 100, 1)
        chunk = Chunk(bytearray(200) + DATA, 200)  # and it still encodes
        planned.encode(chunk)
        assert chunk.enc == encode.enc
        planned.decode(chunk)
        assert chunk.view == DATA and chunk.enc == 0


def test_what_frames_have_no_number_for():
    """A codec without an `enc` that frames know is refused when the pipeline is built."""
    for codec in (Delta(2), Pack12(), Varint(), ImaAdpcm(2), Crc32()):
        refuses("enc", ValueError, build, Stream(DATA), Sink(), [codec, Frame(Descriptor(1, "s", ("a", "b")))])
        sink = Sink()
        finish(build(Stream(DATA), sink, [codec]))  # without frames all is well
        assert sink.sent


def test_a_stage_that_leaves_the_chunk_out_of_its_part():
    """It never reads or sends what is not its own; the chunk counts as dropped."""

    def start(chunk):
        chunk.start = chunk.start - 5

    def stop(chunk):
        chunk.stop = chunk.stop + 300

    def crossed(chunk):
        chunk.start, chunk.stop = chunk.stop, chunk.start

    def by_hand(chunk):
        chunk._words[2] += 300

    for bad in (start, stop, crossed, by_hand):
        for more in ([], [Blockpack(2)], stages()):
            sink = Sink()
            pipeline = build(Stream(DATA), sink, [bad] + more)
            for n in range(1, 4):
                raises(ValueError, pipeline.step)
                assert not sink.sent and pipeline.stats.dropped == n


def test_rows_of_odd_bytes():
    for itemsize, channels in ((1, 1), (3, 1), (1, 3), (3, 3)):
        for rows in (1, 3, 33):
            sink = Sink()
            data = bytes(range(9 * itemsize * channels))
            pipeline = Pipeline(StreamSource(Stream(data), channels, itemsize), [], sink, rows)
            finish(pipeline)
            assert bytes(sink.sent) == data


def test_short_writes_of_every_size():
    expected = smooth()
    for size in range(1, 60):
        check([], [size] * (len(expected) // size + 11), expected)  # a frame's last may be shorter


def test_a_sink_that_raises_or_blocks_at_any_byte():
    expected = smooth()
    for place in range(len(expected)):
        assert check([], [OSError(28)], expected, place) == 1
        assert check([], [None, 0, None], expected, place) == 0


def test_short_reads_of_every_size():
    expected = smooth()
    for size in range(1, 18):
        check([size] * (len(DATA) // size + 11), [], expected)


def test_everything_at_once():
    expected = smooth()
    random = Random(3)
    for _ in range(40 if MICROPYTHON else 400):
        scripts = []
        for _ in range(2):
            kinds = (None, OSError(5), 1 + random.below(20), 1 + random.below(20), 1 + random.below(3))
            scripts.append([kinds[random.below(5)] for _ in range(100)])
        stream, sink = scripts
        check(stream, [0 if turn is None and random.below(2) else turn for turn in sink], expected)


def test_ends_anywhere():
    for n in range(len(DATA) + 1):
        sink = Sink()
        pipeline, _ = run(Stream(DATA[:n]), sink, [])
        assert bytes(sink.sent) == DATA[: n - n % 4] and pipeline.stats.rows == n // 4
        assert pipeline.stats.chunks == -(-(n // 4) // ROWS) and pipeline._source.torn == n % 4
        assert not pipeline.step()


def test_plain_functions_and_codecs_as_stages():
    def add_one(chunk):
        view = chunk.view
        for i in range(len(view)):
            view[i] = view[i] + 1 & 0xFF

    sink = Sink()
    run(Stream(DATA), sink, [add_one, add_one])
    assert bytes(sink.sent) == bytes([byte + 2 & 0xFF for byte in DATA])
    sink = Sink()
    run(Stream(DATA[:16]), sink, (Delta(2), Crc32()))  # any sequence; with tailroom
    apart = bytearray(16)
    Delta(2).encode_into(DATA[:16], apart)
    assert sink.sent[:16] == apart and len(sink.sent) == 20
    sink = Sink()
    run(Stream(DATA), sink, (one for one in (add_one,)))
    assert len(sink.sent) == len(DATA)


def test_a_stage_that_takes_everything_away():
    sink = Sink()
    pipeline, _ = run(Stream(DATA), sink, [lambda chunk: chunk.trim(chunk.stop - chunk.start)])
    assert sink.sent == b"" and pipeline.stats.chunks == 5 and pipeline.stats.rows == 18


class Fails:
    """A stage that spoils some chunks and then raises."""

    def __init__(self, error, *numbers):
        self.error, self.numbers = error, numbers

    def __call__(self, chunk):
        view = chunk.view
        if chunk.seq in self.numbers:
            view[0] = 99
            raise self.error


def test_a_stage_that_raises_loses_its_chunk_and_no_other():
    for number in range(5):
        for place in (0, 1, 2):
            made = stages()
            made.insert(place, Fails(OSError(1), number))
            sink = Sink()
            pipeline, errors = run(Stream(DATA), sink, made)
            assert errors == 1 and pipeline.stats.dropped == 1 and pipeline.stats.chunks == 4
            got, lost = rows_of(sink.sent)
            assert got == DATA[: number * 16] + DATA[number * 16 + 16 :]
            assert lost == (0 < number < 4)  # the first or last one leaves no gap to see


def rows_of(sent):
    reader, out, rows = FrameReader(len(sent)), bytearray(64), b""
    room = reader.claim()
    room[:] = sent
    reader.commit(len(sent))
    while reader.next():
        if reader.kind == "data":
            rows += bytes(out[: Unblockpack(2).decode_into(reader.payload, out, reader.rows)])
    assert reader.bad == 0
    return rows, reader.lost


def test_an_interrupted_stage_does_not_run_twice_on_its_chunk():
    for kind in (KeyboardInterrupt, SystemExit):
        sink = Sink()
        pipeline = build(Stream(DATA), sink, [Fails(kind(), 1)])
        assert pipeline.step()
        try:
            pipeline.step()
            raise AssertionError("nothing was raised")
        except kind:
            pass
        finish(pipeline)
        assert pipeline.stats.dropped == 1 and bytes(sink.sent) == DATA[:16] + DATA[32:]


def test_a_sink_that_claims_what_it_did_not_do():
    for wrong in (17, 1000, -1):
        sink = Sink()
        pipeline = build(Stream(DATA), sink, [])
        sink.claims = wrong
        refuses("write", ValueError, pipeline.step)
        sink.claims = None
        finish(pipeline)
        assert bytes(sink.sent) == DATA


def test_run_waits_for_data_and_ends():
    true_sleep, slept = flow.sleep_ms, []
    flow.sleep_ms = slept.append
    try:
        sink = Sink([None, 3, 0])
        pipeline = build(Stream(DATA, [None, None, 5, None]), sink, [])
        pipeline.run()
        assert pipeline.done and bytes(sink.sent) == DATA and slept == [1] * len(slept) and len(slept) > 3
        pipeline.run()
        assert bytes(sink.sent) == DATA
    finally:
        flow.sleep_ms = true_sleep


def test_the_descriptor_comes_again():
    true_ticks, now = frame.ticks_us, [0]
    frame.ticks_us = lambda: now[0]
    try:
        sink = Sink()
        pipeline = build(Stream(DATA), sink, [Frame(Descriptor(1, "s", ("a", "b")), repeat_ms=10)])
        kinds = []
        while not pipeline.done:
            before = len(sink.sent)
            pipeline.step()
            kinds.append(sink.sent[before:].count(b"\0"))  # a descriptor has one in front, too
            now[0] += 5000
        assert kinds == [3, 1, 3, 1, 0, 3]  # one read finds the end
    finally:
        frame.ticks_us = true_ticks


def test_counts_carry_beyond_small_ints():
    sink = Sink()
    pipeline = build(Stream(DATA), sink, [])
    for which in range(4):  # a year later
        for _ in range(9):
            pipeline._add(which, (1 << 28) - 1)
        assert 0 <= pipeline._words[6 + which] < 1 << 28
    finish(pipeline)
    stats, before = pipeline.stats, 9 * ((1 << 28) - 1)
    assert (stats.chunks - before, stats.rows - before) == (5, 18)
    assert stats.bytes_in - before == stats.bytes_out - before == len(DATA)


def test_wrong_arguments():
    source = StreamSource(Stream(b""), 2)
    for rows in (0, -1, 1 << 20):
        refuses("rows", ValueError, Pipeline, source, stages(), Sink(), rows)
    for depth in (0, -1):
        refuses("depth", ValueError, Pipeline, source, stages(), Sink(), ROWS, depth)
    raises(AttributeError, Pipeline, source, stages(), object())
