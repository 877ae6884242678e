"""StreamSource: whatever a stream's `readinto` does, the rows in the queue are those of the stream."""

from helpers import Random, raises, refuses
from streams import Stream

from memchunk import ChunkQueue, StreamSource, flow


def drained(source, rows=3, limit=10000):
    """All chunks that the source makes, and how often it raised."""
    queue = ChunkQueue(2, rows * source.row_size)
    chunks, errors = [], 0
    while not source.ended:
        limit -= 1
        assert limit, "it does not end"
        try:
            made = source.fill(queue)
        except OSError:
            errors += 1
            continue
        assert made == (queue.any() > 0)
        chunk = queue.peek()
        if chunk:
            assert chunk.seq == len(chunks)
            chunks.append(bytes(chunk.view))
            queue.release()
    assert not source.fill(queue) and not queue.any()
    return chunks, errors


def cut(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


DATA = bytes(Random(1).bytes(60))


def test_ends_anywhere():
    """Mid-chunk the rest is a short chunk; mid-row the torn bytes are left out and told."""
    for n in range(len(DATA) + 1):
        source = StreamSource(Stream(DATA[:n]), channels=2)
        chunks, _ = drained(source)
        assert chunks == cut(DATA[: n - n % 4], 12)
        assert source.ended and source.torn == n % 4


def test_short_reads_of_every_size():
    for size in range(1, 14):
        for n in (60, 50):
            source = StreamSource(Stream(DATA[:n], [size] * 100), channels=2)
            assert drained(source)[0] == cut(DATA[: n - n % 4], 12) and source.torn == n % 4


def test_no_data_now_and_errors_at_any_read():
    random = Random(2)
    for _ in range(60):
        script, failures = [], 0
        for _ in range(40):
            turn = (None, OSError(5), 1 + random.below(7), 1 + random.below(7))[random.below(4)]
            failures += isinstance(turn, OSError)
            script.append(turn)
        stream = Stream(DATA, script + [60] * 10)
        chunks, errors = drained(StreamSource(stream, channels=2))
        assert chunks == cut(DATA, 12)
        assert errors == failures - sum(isinstance(turn, OSError) for turn in stream.script)


def test_one_read_a_fill():
    stream = Stream(DATA, [5] * 100)
    source, queue = StreamSource(stream, channels=2), ChunkQueue(2, 12)
    for calls in range(1, 4):
        assert source.fill(queue) == (calls == 3)  # 5, 5 and 2 of 12 bytes
        assert stream.calls == calls


def test_a_full_queue_is_left_alone():
    stream = Stream(DATA)
    source, queue = StreamSource(stream, channels=2), ChunkQueue(2, 12)
    assert source.fill(queue) and source.fill(queue)
    assert not source.fill(queue) and stream.calls == 2 and queue.dropped == 0
    queue.peek()
    queue.release()
    assert source.fill(queue)


def test_a_stream_that_claims_what_it_did_not_do():
    for wrong in (13, 1000, -1):
        stream = Stream(DATA, [5])
        source, queue = StreamSource(stream, channels=2), ChunkQueue(2, 12)
        source.fill(queue)
        true, source._readinto = source._readinto, lambda view, wrong=wrong: wrong
        refuses("readinto", ValueError, source.fill, queue)
        source._readinto = true
        assert source.fill(queue) and queue.peek().view == DATA[:12]


def test_time_of_the_first_bytes():
    """A chunk's ticks are those of the call that its first bytes came with, in 30 bits."""
    true_ticks, now = flow.ticks_us, [0]
    flow.ticks_us = lambda: now[0]
    try:
        source = StreamSource(Stream(DATA, [None, None, 5, None, 60, 60]), channels=2)
        queue = ChunkQueue(2, 12)
        for now[0] in (10, 20, 30, 40, 50):
            source.fill(queue)
        assert queue.peek().ticks == 30
        queue.release()
        now[0] = 0x4000_0007
        source.fill(queue)
        assert queue.peek().ticks == 7
    finally:
        flow.ticks_us = true_ticks


def test_other_items():
    for channels, itemsize in ((1, 1), (3, 1), (2, 4)):
        source = StreamSource(Stream(DATA[:50]), channels, itemsize)
        size = channels * itemsize
        assert source.row_size == size
        assert drained(source, rows=2)[0] == cut(DATA[: 50 - 50 % size], 2 * size)
        assert source.torn == 50 % size


def test_wrong_arguments():
    for channels, itemsize in ((0, 2), (-1, 2), (1, 0), (1, -2)):
        refuses("channels", ValueError, StreamSource, Stream(b""), channels, itemsize)
    raises(AttributeError, StreamSource, object(), 1)
