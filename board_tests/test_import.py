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
    from memchunk import Blockpack, Descriptor, Frame, I2cFifo, Lsm6dso, Pipeline

    sensor = Lsm6dso(1667)
    about = Descriptor(1, "imu", sensor.channels, sensor.units, sensor.scale, rate=sensor.rate)
    pipeline = Pipeline(I2cFifo(Silent(), sensor, None), [Blockpack(6), Frame(about)], Silent(), 64)
    gc.collect()
    left = gc.mem_free()
    assert pipeline.footprint and left >= _LEFT, "%d bytes left of %d" % (left, before)


class Silent:
    """A bus and a sink that nobody uses."""

    def readfrom_mem_into(self, address, register, view):
        pass

    def writeto(self, address, data):
        pass

    def write(self, view):
        return None
