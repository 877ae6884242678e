"""The whole way: 32 rows of 6 int16 from a source through blockpack, CRC-32 and COBS to a sink."""

from inputs import walk

from memchunk import Blockpack, Descriptor, Frame, Pipeline, StreamSource
from memchunk.view import ALL

ROWS, CHANNELS = 32, 6
NAMES = ("ax", "ay", "az", "gx", "gy", "gz")


class Loop:
    """A stream without end, and a sink that takes all."""

    def __init__(self, data):
        self._data = memoryview(data)
        self.taken = 0

    def readinto(self, buf):
        buf[ALL] = self._data
        return len(buf)

    def write(self, buf):
        self.taken += len(buf)
        return len(buf)


def pipeline(n):
    loop = Loop(walk(n))
    stages = [Blockpack(CHANNELS), Frame(Descriptor(1, "imu", NAMES))]
    flow = Pipeline(StreamSource(loop, CHANNELS), stages, loop, rows=ROWS)

    def run(times):
        for _ in range(times):
            flow.step()

    def right():
        stats = flow.stats
        return stats.rows == ROWS * stats.chunks and loop.taken == stats.bytes_out

    return run, right


BENCHES = (("pipeline", pipeline, (2 * ROWS * CHANNELS,)),)
