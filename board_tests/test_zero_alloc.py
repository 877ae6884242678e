"""The hot path allocates nothing on this very firmware: by the heap's lock, and by the difference in its size.

The long table of every call is tests/device/test_alloc_*.py, on the unix port; here is what a stream needs.
"""

from helpers import garbage

from memchunk import Blockpack, ChunkQueue, Descriptor, Frame, Pipeline, Ring, StreamSource, View


class Endless:
    """A sensor that always has data, a link that always has room."""

    def readinto(self, view):
        view[0] = 7
        return len(view)

    def write(self, view):
        return len(view)


def test_view():
    view, other = View(bytearray(64)), bytearray(9)
    assert garbage(lambda: view.aim(3, 9)) == 0
    assert garbage(lambda: view.over(other, 2, 5)) == 0


def test_ring():
    ring, data, into = Ring(50), bytearray(20), bytearray(20)

    def copy():
        ring.write(data)
        ring.readinto(into)

    def claim():
        ring.claim()
        ring.commit(1)
        ring.peek()
        ring.release(1)

    assert garbage(copy) == 0 and garbage(claim) == 0


def test_chunk_queue():
    queue = ChunkQueue(3, 8)

    def chunk():
        queue.claim()
        queue.commit(8)
        queue.peek()
        queue.release()

    def sample():
        queue.put(-7)
        if queue.peek():
            queue.release()

    assert garbage(chunk) == 0 and garbage(sample) == 0


def test_pipeline_step():
    sensor = Endless()
    stages = [Blockpack(6), Frame(Descriptor(1, "imu", ("ax", "ay", "az", "gx", "gy", "gz")))]
    pipeline = Pipeline(StreamSource(sensor, 6), stages, sensor, rows=16)
    assert garbage(pipeline.step) == 0
    assert pipeline.stats.chunks > 100


def test_the_proofs_see_what_is_allocated():
    assert garbage(lambda: [1, 2]) >= 16 and garbage(lambda: memoryview(b"abc")) >= 16
