"""What importing leaves of the heap, on a fresh interpreter."""

import gc

from board import RP2

from skip import Skip

_LEFT = 180 * 1024  # bytes; of the 230 KB that a stock Pico has


def test_import_leaves_room():
    """All that the IMU example imports, and its constructors load."""
    if not RP2:
        raise Skip("a Pico's heap is what this is about")
    gc.collect()
    before = gc.mem_free()
    from memchunk import Blockpack, Descriptor, Frame, Pipeline, StreamSource

    stages = [Blockpack(6), Frame(Descriptor(1, "imu", tuple("abcdef")))]
    pipeline = Pipeline(StreamSource(Silent(), 6), stages, Silent())
    gc.collect()
    left = gc.mem_free()
    assert pipeline.step() is False
    assert left >= _LEFT, "%d bytes left of %d" % (left, before)


class Silent:
    """A stream that never has anything."""

    def readinto(self, view):
        return None

    def write(self, view):
        return None
