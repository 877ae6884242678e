"""I2sSource: what comes over I2S in slots, into the spare one when there is none, and without a callback."""

from helpers import Random, refuses

import fakes
from fakes.machine import I2S
from memchunk import ChunkQueue
from memchunk.flow import i2s as module
from memchunk.flow.i2s import I2sSource

assert fakes
DATA = bytes(Random(3).bytes(300))


def made(format=I2S.MONO, bits=16, rows=4, ibuf=64, count=3):
    i2s = I2S(0, sck=1, ws=2, sd=3, mode=I2S.RX, bits=bits, format=format, rate=1000, ibuf=ibuf)
    source = I2sSource(i2s, 1000, 2 if format == I2S.STEREO else 1, bits // 8)
    queue = ChunkQueue(count, rows * source.row_size)
    assert not source.fill(queue)
    return i2s, source, queue


def taken(queue):
    chunks = []
    while queue.peek():
        chunks.append((queue.peek().seq, bytes(queue.peek().view)))
        queue.release()
    return chunks


def test_samples_in_pieces():
    for format, bits, row in ((I2S.MONO, 16, 2), (I2S.STEREO, 16, 4), (I2S.MONO, 32, 4), (I2S.STEREO, 32, 8)):
        for size in (row, 3 * row, 5 * row):
            i2s, source, queue = made(format, bits)
            assert source.row_size == row
            found = b""
            for at in range(0, 240, size):
                i2s.feed(DATA[at : at + size])
                for seq, chunk in taken(queue):
                    assert seq == len(found) // (4 * row)
                    found += chunk
            assert found == DATA[: len(found)] and len(found) >= 240 - 4 * row


def test_without_a_slot_the_spare_one_is_counted():
    i2s, source, queue = made()
    for at in range(0, 48, 8):
        i2s.feed(DATA[at : at + 8])
    assert queue.dropped == 3 and taken(queue) == [(n, DATA[8 * n : 8 * n + 8]) for n in range(3)]
    i2s.feed(DATA[48:64])
    assert queue.dropped == 4 and taken(queue) == [(7, DATA[56:64])]  # the spare one was being filled


def test_a_callback_that_never_comes():
    now, true = [0], module.ticks_us
    module.ticks_us = lambda: now[0]
    try:
        i2s, source, queue = made()
        i2s.full = True
        i2s.feed(DATA[:8])
        i2s.full = False
        i2s.feed(DATA[8:24])
        for now[0] in (4000, 200000):
            assert not source.fill(queue)
        assert source.stalls == 0
        now[0] = 200001  # no sooner: an ESP32 hands over 16 ms at 16 kHz at a time
        assert not source.fill(queue) and source.stalls == 1
        i2s.feed(b"")
        i2s.feed(DATA[24:28])
        chunks = taken(queue)
        assert chunks == [(1, DATA[8:16]), (2, DATA[16:24])], chunks
        i2s.feed(DATA[28:32])
        assert source.fill(queue) and queue.peek().ticks == 200001 and source.stalls == 1
    finally:
        module.ticks_us = true


def test_ticks_of_a_chunk_are_when_it_was_begun():
    now, true = [100], module.ticks_us
    module.ticks_us = lambda: now[0]
    try:
        i2s, source, queue = made()
        now[0] = 300
        i2s.feed(DATA[:12])
        assert queue.peek().ticks == 100
        queue.release()
        i2s.feed(DATA[12:16])
        assert queue.peek().ticks == 300
    finally:
        module.ticks_us = true


def test_stop():
    i2s, source, queue = made()
    i2s.feed(DATA[:12])
    source.stop()
    source.stop()
    assert source.ended and not i2s.running and taken(queue) == [(0, DATA[:8])] and queue.dropped == 1
    source._done(i2s)  # a callback that was on its way
    assert not source.fill(queue) and not queue.any()


def test_wrong_arguments():
    i2s, _, _ = made()
    refuses("rate", ValueError, I2sSource, i2s, 0)
    refuses("channels", ValueError, I2sSource, i2s, 8000, 3)
    refuses("itemsize", ValueError, I2sSource, i2s, 8000, 1, 3)
    refuses("size", ValueError, I2sSource(i2s, 8000, 2).fill, ChunkQueue(2, 6))
