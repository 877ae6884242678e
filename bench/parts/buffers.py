"""Buffers and views: what it costs to hand data on."""

from inputs import noise

from memchunk import ChunkQueue, Ring, View

HAND_OFF = (64, 256, 1024, 4096)


def view(n):
    buf = View(bytearray(n))

    def run(times):
        for _ in range(times):
            buf.aim(3, 100)

    return run, lambda: len(buf.aim(3, 100)) == 97


def ring(n):
    fifo, data, out = Ring(n), noise(n), bytearray(n)

    def run(times):
        for _ in range(times):
            fifo.write(data)
            fifo.readinto(out)

    return run, lambda: out == data and not fifo.any()


def hand_off(n):
    """A chunk of `n` bytes committed and the next slot claimed, a chunk released and the next one peeked."""
    queue = ChunkQueue(4, n)
    queue.claim()
    queue.commit_claim(n)
    queue.peek()

    def run(times):
        for _ in range(times):
            queue.commit_claim(n)
            queue.release_peek()

    return run, lambda: queue.any() == 1 and not queue.dropped


BENCHES = (
    ("View.aim", view, (256,)),
    ("Ring write + readinto", ring, (256, 1024)),
    ("queue hand-off", hand_off, HAND_OFF),
)
