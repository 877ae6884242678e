"""UartSource: the rows of a UART in short reads, pauses, and with bytes lost."""

from helpers import Random, refuses

import fakes
from fakes.machine import UART
from memchunk import ChunkQueue
from memchunk.flow import uart as module
from memchunk.flow.uart import UartSource

assert fakes
DATA = bytes(Random(1).bytes(200))


class Clock:
    """`ticks_us` of the source, moved by hand."""

    def __enter__(self):
        self.now = 0
        self._true = module.ticks_us
        module.ticks_us = lambda: self.now
        return self

    def __exit__(self, *_):
        module.ticks_us = self._true


def made(rxbuf=256, told=0, channels=2, rows=3, count=3):
    uart = UART(1, rxbuf=rxbuf)
    source = UartSource(uart, channels, rxbuf=told)
    return uart, source, ChunkQueue(count, rows * source.row_size)


def taken(queue):
    chunks = []
    while queue.peek():
        chunks.append((queue.peek().seq, bytes(queue.peek().view)))
        queue.release()
    return chunks


def test_bytes_that_come_in_pieces():
    for size in range(1, 30):
        uart, source, queue = made()
        found = b""
        for at in range(0, 120, size):
            uart.feed(DATA[at : min(at + size, 120)])
            while uart.any():
                assert source.fill(queue) == (queue.any() > 0)
                for seq, chunk in taken(queue):
                    assert len(chunk) == 12 and seq == len(found) // 12
                    found += chunk
        assert found == DATA[:120] and source.torn == 0 and not source.fill(queue)


def test_a_full_queue_is_left_alone():
    uart, source, queue = made()
    uart.feed(DATA[:60])
    for n in (1, 2, 3):
        assert source.fill(queue) and queue.any() == n
    assert not source.fill(queue) and uart.any() == 24 and queue.dropped == 0
    assert taken(queue)[2] == (2, DATA[24:36])
    assert source.fill(queue) and taken(queue) == [(3, DATA[36:48])]


def test_a_pause_hands_over_what_there_is():
    with Clock() as clock:
        uart, source, queue = made()
        uart.feed(DATA[:8])
        clock.now = 5
        assert not source.fill(queue)
        clock.now += 19999
        assert not source.fill(queue)
        clock.now += 1
        assert source.fill(queue) and queue.peek().ticks == 5
        assert taken(queue) == [(0, DATA[:8])] and source.torn == 0 and queue.dropped == 0
        clock.now += 100000
        assert not source.fill(queue)


def test_a_pause_realigns_rows():
    """A byte lost on the line: its row and those up to the pause are spoilt, what follows is right."""
    with Clock() as clock:
        uart, source, queue = made()
        uart.feed(DATA[:3] + DATA[4:8])
        source.fill(queue)
        clock.now += 20000
        assert source.fill(queue)
        uart.feed(DATA[8:20])
        assert source.fill(queue)
        assert taken(queue) == [(0, DATA[:3] + DATA[4:5]), (2, DATA[8:20])]
        assert source.torn == 3 and queue.dropped == 1


def test_a_pause_with_less_than_a_row():
    with Clock() as clock:
        uart, source, queue = made()
        uart.feed(DATA[:3])
        source.fill(queue)
        clock.now += 20000
        assert not source.fill(queue) and source.torn == 3 and queue.dropped == 1
        clock.now += 7
        uart.feed(DATA[:12])
        assert source.fill(queue) and queue.peek().ticks == 20007 and taken(queue) == [(1, DATA[:12])]


def test_an_overrun_is_counted_and_shows_as_a_gap():
    with Clock() as clock:
        uart, source, queue = made(rxbuf=16, told=16)
        uart.feed(DATA[:30])
        assert source.fill(queue) and source.overruns == 1
        assert not source.fill(queue) and source.overruns == 1
        clock.now += 20000
        assert source.fill(queue) and taken(queue) == [(0, DATA[:12]), (1, DATA[12:16])]
        uart.feed(DATA[:12])
        assert source.fill(queue) and taken(queue) == [(3, DATA[:12])] and queue.dropped == 1
        assert source.torn == 0 and uart.dropped == 14


def test_stop():
    uart, source, queue = made()
    uart.feed(DATA[:17])
    assert source.fill(queue) and not source.fill(queue)
    source.stop()
    source.stop()
    assert source.ended and taken(queue) == [(0, DATA[:12]), (1, DATA[12:16])] and source.torn == 1
    uart.feed(DATA[:12])
    assert not source.fill(queue) and uart.any() == 12
    source.start(queue)
    assert source.fill(queue) and not source.ended


def test_wrong_arguments():
    uart = UART(0)
    for channels, itemsize in ((0, 2), (1, 0)):
        refuses("channels", ValueError, UartSource, uart, channels, itemsize)
    for idle in (0, -1, 500000):
        refuses("idle_ms", ValueError, UartSource, uart, 1, 2, idle)
    refuses("size", ValueError, UartSource(uart, 3).fill, ChunkQueue(2, 8))
