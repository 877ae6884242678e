"""Nothing is allocated where a docstring says `Allocates: 0 B`: by the lock and by the count, see `garbage`.

A call that has its own test here is `Class.method` in the table; on a PC, where docstrings are, the table is
checked to have every one that claims it. Long frames, which neither proof sees: tests/host/test_frames_size.py.
"""

import gc
from array import array

from helpers import MICROPYTHON, garbage

from memchunk import (
    BufferPool,
    Chunk,
    ChunkQueue,
    RecordQueue,
    Ring,
    View,
    chunks,
    lines,
    read_chunks,
    windows,
)
from skip import Skip


class Endless:
    """A stream of short lines that allocates nothing."""

    def __init__(self):
        self.turn = 0

    def readinto(self, buf):
        n = min(len(buf), 5)
        for i in range(n):
            buf[i] = 10 if i == 2 else 97
        self.turn = (self.turn + 1) % 3
        return n


def of_views():
    view, typed = View(bytearray(64)), View(array("h", [0] * 9))
    other = bytearray(9)
    return {
        "View.aim": lambda: view.aim(3, 9) and typed.aim(1, 8),
        "View.over": lambda: view.over(other, 2, 5),
    }


def of_chunks():
    chunk = Chunk(bytearray(64), 8, 8)

    def numbers():
        chunk.start, chunk.stop = 8, 56
        chunk.seq, chunk.ticks = chunk.ticks & 0xFFFF, 0x3FFFFFFF
        chunk.rows = chunk.enc = chunk.stop - chunk.start

    return {
        "Chunk.view": lambda: chunk.view,
        "Chunk.window": lambda: chunk.window(3, 9),
        "Chunk.set": lambda: chunk.set(8, 56),
        "Chunk.push": lambda: chunk.push(2) and chunk.pull(2),
        "Chunk.pull": lambda: chunk.pull(2) and chunk.push(2),
        "Chunk.add": lambda: chunk.add(2) and chunk.trim(2),
        "Chunk.trim": lambda: chunk.trim(2) and chunk.add(2),
        "Chunk.start": numbers,
        "Chunk.stop": numbers,
        "Chunk.seq": numbers,
        "Chunk.ticks": numbers,
        "Chunk.rows": numbers,
        "Chunk.enc": numbers,
        "Chunk.headroom": lambda: chunk.headroom,
        "Chunk.tailroom": lambda: chunk.tailroom,
    }


def of_a_ring(full, typecode):
    """Seven elements, five at a time: each call meets the end of the memory sooner or later."""
    ring = Ring(7, typecode, full)
    empty = Ring(7, typecode, full)
    five, into = array(typecode, [1, 2, 3, 4, 5]), array(typecode, [0] * 5)

    def claim():
        ring.claim()
        ring.commit(1)
        ring.skip(1)

    def peek():
        ring.put(9)
        ring.peek()
        ring.release(1)

    def write():
        ring.write(five)
        ring.skip(5)

    def readinto():
        ring.write(five)
        ring.readinto(into)
        ring.readinto(into, 2)

    def get():
        ring.put(3)
        ring.get()
        empty.get()

    def find():
        ring.write(five)
        ring.find(3)
        ring.find(99)
        ring.skip(7)

    return {
        "Ring.any": ring.any,
        "Ring.free": ring.free,
        "Ring.claim": claim,
        "Ring.commit": claim,
        "Ring.peek": peek,
        "Ring.release": peek,
        "Ring.write": write,
        "Ring.readinto": readinto,
        "Ring.put": lambda: ring.put(7),
        "Ring.get": get,
        "Ring.skip": write,
        "Ring.find": find,
    }


def of_chunk_queues(full):
    queue = ChunkQueue(3, 8, headroom=4, full=full)
    samples = ChunkQueue(3, 8, full=full)  # one that is soon full
    pool = BufferPool(3, 8)

    def commit():
        queue.claim()
        queue.rest(3)
        queue.commit(8)
        queue.peek()
        queue.release()

    def commit_claim():
        queue.claim()
        queue.commit_claim(8)
        queue.peek()
        queue.release_peek()

    def flush():
        samples.put(1)
        samples.flush()

    def take():
        pool.release(pool.claim())

    return {
        "ChunkQueue.any": queue.any,
        "ChunkQueue.dropped": lambda: queue.dropped,
        "ChunkQueue.high_water": lambda: queue.high_water,
        "ChunkQueue.free": queue.free,
        "ChunkQueue.claim": queue.claim,
        "ChunkQueue.rest": commit,
        "ChunkQueue.commit": commit,
        "ChunkQueue.peek": commit,
        "ChunkQueue.release": commit,
        "ChunkQueue.commit_claim": commit_claim,
        "ChunkQueue.release_peek": commit_claim,
        "ChunkQueue.put": lambda: samples.put(-7),
        "ChunkQueue.flush": flush,
        "ChunkQueue.miss": queue.miss,
        "BufferPool.any": pool.any,
        "BufferPool.free": pool.free,
        "BufferPool.claim": take,
        "BufferPool.release": take,
    }


def of_record_queues(full):
    queue = RecordQueue(40, full)
    into = bytearray(18)

    def commit():
        queue.claim(7)
        queue.commit(5)
        queue.peek()
        queue.release()

    def readinto():
        queue.write(b"fifteen letters")
        queue.readinto(into)

    return {
        "RecordQueue.any": queue.any,
        "RecordQueue.free": queue.free,
        "RecordQueue.claim": commit,
        "RecordQueue.commit": commit,
        "RecordQueue.peek": commit,
        "RecordQueue.release": commit,
        "RecordQueue.readinto": readinto,
        "RecordQueue.write": lambda: queue.write(b"fifteen letters"),
    }


def of_iteration():
    buf = bytearray(1000)
    parts, views = chunks(buf, 3), windows(buf, 9, 4)
    read, line = read_chunks(Endless(), 12), lines(Endless(), 12)
    return {
        "chunks": lambda: next(parts),
        "windows": lambda: next(views),
        "read_chunks": lambda: next(read),
        "lines": lambda: next(line),
        "Lines.__next__": lambda: next(line),
    }


def tables():
    yield (of_views,)
    yield (of_chunks,)
    for full in ("reject", "overwrite"):
        for typecode in "Bhi":
            yield of_a_ring, full, typecode
        yield of_chunk_queues, full
        yield of_record_queues, full
    yield (of_iteration,)


def test_nothing_is_allocated():
    if not MICROPYTHON:
        raise Skip("a device's heap is what this is about")
    found = []
    for make, *arguments in tables():
        table = make(*arguments)
        for name in sorted(table):
            left = garbage(table[name])
            if left:
                found.append((name, left))
    assert not found, found


def test_the_proofs_see_what_is_allocated():
    """Both of them, also on this runtime."""
    if not MICROPYTHON:
        raise Skip("a device's heap is what this is about")
    import micropython

    assert garbage(lambda: [1, 2]) >= 16 and garbage(lambda: memoryview(b"abc")) >= 16
    micropython.heap_lock()
    try:
        caught = None
        bytearray(5)
    except MemoryError:
        caught = True
    finally:
        micropython.heap_unlock()
    assert caught
    gc.disable()
    try:
        before = gc.mem_alloc()
        kept = [bytearray(50) for _ in range(10)]
        assert gc.mem_alloc() - before >= 500 and len(kept) == 10
    finally:
        gc.enable()


def test_the_table_has_every_call_that_claims_it():
    if MICROPYTHON:
        raise Skip("docstrings are on the PC")
    from memchunk import iterate

    here = set()
    for make, *arguments in tables():
        here.update(make(*arguments))
    claimed = {"View.aim", "View.over"}  # on a PC, View is the one that slices
    for cls in (Chunk, Ring, ChunkQueue, BufferPool, RecordQueue, iterate.Lines):
        for name in dir(cls):
            doc = getattr(cls, name).__doc__ or ""
            if (not name.startswith("_") or name == "__next__") and "Allocates: 0 B" in doc:
                claimed.add(cls.__name__ + "." + name)
            assert name.startswith("_") or ("Allocates:" in doc and "IRQ-safe:" in doc), name
    for function in (chunks, windows, read_chunks):
        if "0 B" in function.__doc__:
            claimed.add(function.__name__)
    assert claimed <= here, claimed - here
    assert len(claimed) > 45


def test_the_calls_of_the_table_work():
    """On every runtime, so that a table's slip is seen here too."""
    for make, *arguments in tables():
        table = make(*arguments)
        for name in table:
            for _ in range(7):
                table[name]()
