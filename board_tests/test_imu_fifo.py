"""An LSM6DSO's FIFO at 1,667 Hz, by its watermark's interrupt and bursts over I2C, to frames on the PC.

The emulated Pico has a recording behind the sensor's registers, and the PC judges every bit of it. A board needs the
sensor on GP5 (SCL), GP4 (SDA) and GP22 (INT1).
"""
# inject: imu=lsm6dso

import gc
import sys
from time import ticks_diff, ticks_us

from board import Capture

from memchunk import Blockpack, Descriptor, Frame, I2cFifo, Lsm6dso, Pipeline
from skip import Skip

RATE = 1667  # Hz
ROWS = 64  # in a chunk
CHUNKS = 10
_LIMIT_US = 1000000 // RATE  # a row


def bus():
    """I2C and the interrupt's pin; skips where there are none."""
    if sys.platform != "rp2":
        raise Skip("no machine.I2C on " + sys.platform)
    from machine import I2C, Pin

    return I2C(0, scl=Pin(5), sda=Pin(4), freq=400_000), Pin(22, Pin.IN)


def imu(i2c, interrupt):
    """A source; skips where no sensor answers."""
    source = I2cFifo(i2c, Lsm6dso(RATE), interrupt)
    try:
        source.read(0x0F, bytearray(1))
    except OSError:
        raise Skip("no LSM6DSO answers on GP4 and GP5")
    return source


def stream(flow, chunks):
    """Send so many chunks; the µs that were spent in steps that sent one."""
    busy = 0
    while chunks:
        began = ticks_us()
        if flow.step():
            busy += ticks_diff(ticks_us(), began)
            chunks -= 1
    return busy


def test_every_row_arrives_in_time_and_without_garbage():
    source = imu(*bus())
    sensor = source.sensor
    about = Descriptor(1, "imu", sensor.channels, sensor.units, sensor.scale, rate=sensor.rate)
    with Capture("imu") as link:
        flow = Pipeline(source, [Blockpack(6), Frame(about, repeat_ms=60000)], link, ROWS)
        gc.collect()
        gc.disable()
        try:
            stream(flow, 1)
            before = gc.mem_alloc()
            busy = stream(flow, CHUNKS - 1)
            garbage = gc.mem_alloc() - before
        finally:
            gc.enable()
            source.stop()
    assert garbage == 0, garbage
    assert (source.errors, source.overruns, flow.queue.dropped) == (0, 0, 0)
    a_row = busy // ((CHUNKS - 1) * ROWS)
    assert a_row < _LIMIT_US, a_row


def test_a_sensor_that_is_not_there_is_told_at_once():
    i2c, interrupt = bus()
    source = I2cFifo(i2c, Lsm6dso(RATE), interrupt, address=0x11)
    flow = Pipeline(source, [], sys.stdout.buffer, ROWS)
    try:
        flow.step()
    except OSError:
        return
    raise AssertionError("somebody answered")
