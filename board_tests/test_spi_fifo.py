"""The same sensor on SPI: SCK on GP18, MOSI on GP19, MISO on GP16, its select on GP17, INT1 on GP22."""
# inject: imu=lsm6dso_spi

import sys

from board import Capture
from test_imu_fifo import ROWS, stream

from memchunk import Blockpack, Descriptor, Frame, Lsm6dso, Pipeline, SpiFifo
from skip import Skip

RATE = 3333  # Hz, twice what I2C has time for
CHUNKS = 8


def imu():
    """A source; skips where there is no SPI, or no sensor on it."""
    if sys.platform != "rp2":
        raise Skip("no machine.SPI on " + sys.platform)
    from machine import SPI, Pin

    spi = SPI(0, 8_000_000, polarity=1, phase=1, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
    source = SpiFifo(spi, Pin(17, Pin.OUT, value=1), Lsm6dso(RATE), Pin(22, Pin.IN))
    found = bytearray(1)
    source.read(0x0F, found)
    if found[0] in (0, 0xFF):
        raise Skip("no LSM6DSO answers on GP16 to GP19")
    return source


def test_every_row_arrives():
    source = imu()
    sensor = source.sensor
    about = Descriptor(1, "imu", sensor.channels, sensor.units, sensor.scale, rate=sensor.rate)
    with Capture("imu") as link:
        flow = Pipeline(source, [Blockpack(6), Frame(about, repeat_ms=60000)], link, ROWS)
        try:
            stream(flow, CHUNKS)
        finally:
            source.stop()
    assert (source.errors, source.overruns, flow.queue.dropped) == (0, 0, 0)
