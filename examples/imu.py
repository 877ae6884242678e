"""An LSM6DSO on a Pico, all six axes at 1,667 Hz, as frames on USB, in memory that is fixed before it starts.

    mpremote cp examples/imu.py :main.py + reset
    stty -F /dev/ttyACM0 raw -echo && cat /dev/ttyACM0 > imu.mchk       # until Ctrl-C
    memchunk decode imu.mchk --csv

    LSM6DSO   SCL to GP5, SDA to GP4 (with pull-ups), INT1 to GP22

The sensor fills its FIFO by itself; at 64 rows it raises INT1, and one burst brings them into the slot from which
they are sent.
"""

import gc
import sys
from machine import I2C, Pin

if hasattr(gc, "threshold"):
    gc.threshold(1024)  # while importing: garbage left between what stays would leave the heap in pieces

from memchunk import Blockpack, Descriptor, Frame, I2cFifo, Lsm6dso, Pipeline

if hasattr(gc, "threshold"):
    gc.threshold(-1)

ROWS = 64  # 38 ms in a chunk; the FIFO holds 256


def pipeline(i2c, interrupt, link, rate=1667):
    """Frames of `ROWS` rows from the sensor on `i2c` to `link`. Allocates: all that it will need. IRQ-safe: no."""
    sensor = Lsm6dso(rate, accel=4, gyro=500)
    imu = Descriptor(1, "imu", sensor.channels, sensor.units, sensor.scale, rate=sensor.rate)
    return Pipeline(I2cFifo(i2c, sensor, interrupt), [Blockpack(6), Frame(imu)], link, ROWS)


def main():
    """Stream until Ctrl-C. Allocates: the pipeline. IRQ-safe: no."""
    i2c = I2C(0, scl=Pin(5), sda=Pin(4), freq=400_000)
    pipeline(i2c, Pin(22, Pin.IN), sys.stdout.buffer).run()


if __name__ == "__main__":
    main()
