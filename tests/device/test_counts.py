"""Counts stop at 2^30 - 1, the last that takes no heap on a 32-bit port; what counts goes on, in an IRQ too."""

import io

from helpers import MICROPYTHON, garbage

from memchunk import ChunkQueue, Descriptor, Frame, FrameReader, RecordQueue, Ring, Slip, SlipDecoder, lines
from memchunk.chunk import Chunk

MOST = 0x3FFFFFFF
DROPPED = 10  # word of a ChunkQueue


def holds(call, count):
    """`call` counts one or more; the last but one, the last, and no more."""
    for before in (MOST - 1, MOST):
        count(before)
        for _ in range(3):
            call()
        assert count() == MOST
    if MICROPYTHON:
        assert garbage(call) == 0 and count() == MOST


def attribute(thing, name):
    def count(value=None):
        if value is not None:
            setattr(thing, name, value)
        return getattr(thing, name)

    return count


def word(words, n):
    def count(value=None):
        if value is not None:
            words[n] = value
        return words[n]

    return count


def feeding(reader):
    """What has `reader` take bytes that it has room for, and go through what they make; it allocates nothing."""

    def feed(data):
        view = reader.claim()
        n = len(data)
        for i in range(n):
            view[i] = data[i]
        reader.commit(n)
        while reader.next():
            pass

    return feed


def test_ring():
    for full in ("reject", "overwrite"):
        ring = Ring(4, "H", full)
        while ring.put(1) and not ring.dropped:
            pass
        holds(lambda ring=ring: ring.put(1), attribute(ring, "dropped"))
    data = bytearray(9)
    ring = Ring(4, "B", "overwrite")
    holds(lambda: ring.write(data), attribute(ring, "dropped"))


def test_record_queue():
    for full in ("reject", "overwrite"):
        queue = RecordQueue(16, full)
        while queue.write(b"ab") and not queue.dropped:
            pass
        holds(lambda queue=queue: queue.write(b"ab"), attribute(queue, "dropped"))


def test_chunk_queue():
    queue = ChunkQueue(2, 4)
    holds(queue.miss, word(queue._words, DROPPED))
    while queue.put(1):
        pass
    holds(lambda: queue.put(1) or queue.put(2), word(queue._words, DROPPED))
    queue = ChunkQueue(2, 4, full="overwrite")
    queue.claim()
    holds(lambda: queue.commit_claim(4), word(queue._words, DROPPED))


def test_lines():
    short = lines(io.BytesIO(b"much too long\n" * 5 + b"ok\n"), 4)
    short.dropped = MOST - 1
    assert bytes(next(short)) == b"ok" and short.dropped == MOST


def frame(seq):
    made = Frame(Descriptor(3, "n", ("a",)))
    made.plan(1, 2, 0)
    lead, tail = made.headroom(2), made.tailroom(2)
    chunk = Chunk(bytearray(lead + 2 + tail), lead, tail)
    chunk.seq, chunk.rows = seq, 1
    made(chunk)
    return bytes(chunk.view)


def test_frame_reader():
    reader = FrameReader(64)
    feed = feeding(reader)
    first, far = frame(0), frame(30000)
    feed(first)
    holds(lambda: feed(first), attribute(reader, "duplicate"))
    for name in ("good", "lost", "restarts"):  # there and back
        holds(lambda: feed(far) or feed(first), attribute(reader, name))
    for before in (MOST - 1, MOST):
        reader.bad = before
        for _ in range(5):
            feed(b"\x05\0")
        assert reader.bad == MOST
        for _ in range(20):
            feed(b"x" * 16)  # too long for a frame
        feed(b"\0")
        assert reader.bad == MOST


def test_slip_decoder():
    reader = SlipDecoder(16)
    feed = feeding(reader)
    out = bytearray(16)
    good = out[: Slip().encode_into(b"abc", out)]
    holds(lambda: feed(good), attribute(reader, "good"))
    holds(lambda: feed(b"\xdb\x00\xc0"), attribute(reader, "bad"))
