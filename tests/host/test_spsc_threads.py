"""Two threads, one at each end, without a lock: order and content hold. Preemption comes at any bytecode."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from memchunk import ChunkQueue, RecordQueue, Ring

SECONDS = 0.4  # of work; a test that waits longer than LIMIT has lost something
LIMIT = 20.0


@pytest.fixture(autouse=True)
def often():
    """Switch threads as often as the interpreter can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def pause(in_vain):
    """Let the other go on, but mostly have it take its turn by force: that comes at any bytecode."""
    if in_vain % 8 == 0:
        time.sleep(0)
    return in_vain


def run(produce, consume):
    """Both at once for SECONDS; `produce(i)` and `consume(i)` say whether they moved number i. How many."""
    moved = [0, 0]
    errors = []
    stop = time.monotonic() + SECONDS
    limit = stop + LIMIT

    def producer():
        in_vain = 0
        while time.monotonic() < stop and not errors:
            n = produce(moved[0])
            moved[0] += n
            in_vain = pause(in_vain + 1) if not n else 0

    def consumer():
        in_vain = 0
        while (writer.is_alive() or moved[1] < moved[0]) and not errors:
            n = consume(moved[1])
            moved[1] += n
            in_vain = pause(in_vain + 1) if not n else 0
            assert time.monotonic() < limit, f"{moved[0]} came, {moved[1]} went"

    def guarded(side):
        try:
            side()
        except BaseException as e:  # into the main thread
            errors.append(e)

    writer = threading.Thread(target=guarded, args=(producer,), daemon=True)
    reader = threading.Thread(target=guarded, args=(consumer,), daemon=True)
    writer.start()
    reader.start()
    reader.join(SECONDS + LIMIT + 5)
    assert not reader.is_alive()
    if errors:
        raise errors[0]
    assert moved[0] == moved[1] > 100
    return moved[0]


def number(i, n):
    return bytes((i + k) * 31 & 0xFF for k in range(n))


def test_a_ring_by_copies():
    ring = Ring(37)
    into = bytearray(11)

    def consume(i):
        n = ring.readinto(into)
        assert into[:n] == number(i, n)
        return n

    run(lambda i: ring.write(number(i, 1 + i % 13)), consume)
    assert ring.any() == ring.dropped == 0 and 0 < ring.high_water <= 37


def test_a_ring_by_views():
    ring = Ring(16, "h")

    def produce(i):
        view = ring.claim()
        if view is None:
            return 0
        n = min(len(view), 1 + i % 5)
        for k in range(n):
            view[k] = (i + k) % 30011
        ring.commit(n)
        return n

    def consume(i):
        view = ring.peek()
        if view is None:
            return 0
        n = min(len(view), 1 + i % 7)
        assert list(view[:n]) == [(i + k) % 30011 for k in range(n)]
        ring.release(n)
        return n

    run(produce, consume)


def test_a_ring_by_elements():
    ring = Ring(3)

    def consume(i):
        value = ring.get()
        assert value is None or value == i & 0xFF
        return value is not None

    run(lambda i: ring.put(i & 0xFF), consume)


def test_a_chunk_queue():
    queue = ChunkQueue(3, 24, headroom=4)

    def produce(i):
        view = queue.claim()
        if view is None:
            return 0
        n = i % 25
        view[:n] = number(i, n)
        queue.commit(n, i & 0xFFFF)
        return 1

    def consume(i):
        chunk = queue.peek()
        if chunk is None:
            return 0
        assert bytes(chunk.view) == number(i, i % 25)
        assert chunk.seq == chunk.ticks == i & 0xFFFF
        chunk.push(4).view[:4] = b"head"
        queue.release()
        return 1

    run(produce, consume)
    assert queue.any() == queue.dropped == 0


def test_a_record_queue():
    queue = RecordQueue(96)
    into = bytearray(64)

    def consume(i):
        n = queue.readinto(into)
        if n is None:
            return 0
        assert n == i % 40 and into[:n] == number(i, n)
        return 1

    run(lambda i: queue.write(number(i, i % 40)), consume)
    assert queue.any() == 0
