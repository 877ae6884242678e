"""A sensor on a fake bus, the source that reads it, and its chunks.

    rig = Rig(Lsm6dso, rows=32, rate=1667); rig.run(100); assert rig.chunks == …

The models live in `sensors`, the drivers in `memchunk.sensors`; here they meet, and nowhere else.
"""

from helpers import Random

from fakes.buses import I2C, SPI, Clock, Pin
from memchunk import Adxl345, Bmp390, ChunkQueue, I2cFifo, Lsm6dso, Mpu6050, SpiFifo
from memchunk.flow import fifo
from sensors import adxl345 as _adxl345, bmp390 as _bmp390, lsm6dso as _lsm6dso, mpu6050 as _mpu6050
from sensors.registers import Spi

MODELS = {
    Lsm6dso: _lsm6dso.Lsm6dso,
    Mpu6050: _mpu6050.Mpu6050,
    Adxl345: _adxl345.Adxl345,
    Bmp390: _bmp390.Bmp390,
}


def rows_of(driver, n, seed=1):
    """`n` random rows; the barometer's upper halves are bytes."""
    data = Random(seed).bytes(n * driver.row_size)
    if driver is Bmp390:
        for i in range(3, len(data), 4):
            data[i] = 0
    return bytes(data)


class Rig:
    """`source` reads a model on I2C, or on SPI; with a pin, or without one."""

    def __init__(self, driver, rows, total=500, spi=False, pin=True, freq=400000, slots=2, model=(), **settings):
        self.clock = Clock()
        self.data = rows_of(driver, total)
        self.sensor = MODELS[driver](self.data, *model)
        self.driver = driver(**settings)
        self.pin = Pin(22, Pin.IN) if pin else None
        if pin:
            self.pin.follow(self.sensor, self.clock, pulses=not driver.level)
        if spi:
            self.bus = SPI(0, freq)
            cs = self.bus.attach(Spi(self.sensor, driver.spi_read, driver.spi_dummy), self.clock)
            self.source = SpiFifo(self.bus, cs, self.driver, self.pin)
        else:
            self.bus = I2C(0, freq=freq)
            self.bus.attach(driver.address, self.sensor, self.clock)
            self.source = I2cFifo(self.bus, self.driver, self.pin)
        self.queue = ChunkQueue(slots, rows * driver.row_size)
        self.chunks = []  # (seq, ticks, bytes)
        self._row = 1000000 / self.driver.rate

    def __enter__(self):
        self._true = fifo.ticks_us
        fifo.ticks_us = self.clock.ticks_us
        return self

    def __exit__(self, *_):
        fifo.ticks_us = self._true

    def fill(self):
        """Call `fill` once, and take what it made."""
        made = self.source.fill(self.queue)
        chunk = self.queue.peek()
        assert made == (chunk is not None)
        if made:
            self.chunks.append((chunk.seq, chunk.ticks, bytes(chunk.view)))
            self.queue.release()
        return made

    def run(self, rows, each=1000):
        """Let time for so many rows go by, calling `fill` every `each` µs."""
        stop = self.clock.now + int(rows * self._row)
        while self.clock.now < stop:
            self.fill()
            self.clock.advance(each)

    def received(self):
        return b"".join(data for _, _, data in self.chunks)

    def runs(self):
        """(first row, rows) of each stretch without a missing number, every row being one that was measured."""
        size = self.driver.row_size
        runs, expected = [], -1
        for seq, _, data in self.chunks:
            at = self.data.find(data)
            assert at >= 0 and at % size == 0 and len(data) % size == 0, "rows that were never measured"
            at //= size
            if seq != expected:
                runs.append([at, 0])
            first, count = runs[-1]
            assert at == first + count, "a hole that no number tells of"
            runs[-1][1] += len(data) // size
            expected = seq + 1 & 0xFFFF
        return [tuple(run) for run in runs]
