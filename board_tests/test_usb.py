"""The demo pipeline to USB: the PC decodes what arrives, bit for bit: no console touches a byte of it."""

from board import Capture

from memchunk import Blockpack, Descriptor, Frame, Pipeline, StreamSource

ROWS = 200
CHANNELS = 6


class Walk:
    """A random walk that the PC walks, too: `boardtest.judges` has the same lines."""

    def __init__(self):
        self.left = ROWS
        self.state = 1
        self.at = [0] * CHANNELS

    def readinto(self, view):
        rows = min(self.left, len(view) // (2 * CHANNELS))
        place = 0
        for _ in range(rows):
            for channel in range(CHANNELS):
                self.state = self.state * 171 % 30269
                self.at[channel] = value = self.at[channel] + self.state % 401 - 200 & 0xFFFF
                view[place] = value & 0xFF
                view[place + 1] = value >> 8
                place += 2
        self.left -= rows
        return place


def test_frames_arrive():
    stages = [Blockpack(CHANNELS), Frame(Descriptor(1, "walk", ("ax", "ay", "az", "gx", "gy", "gz"), rate=100))]
    with Capture("walk") as link:
        pipeline = Pipeline(StreamSource(Walk(), CHANNELS), stages, link, rows=32)
        pipeline.run()
    assert pipeline.stats.rows == ROWS and pipeline.stats.dropped == 0


def test_every_byte_passes():
    """No translation of line ends, no escape, no key: all 256 values but zero, which ends a capture."""
    with Capture("bytes") as link:
        link.write(bytes(range(1, 256)) + b"\0")
