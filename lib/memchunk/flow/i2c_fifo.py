"""I2cFifo: a sensor's FIFO on I2C.

    i2c = I2C(0, scl=Pin(5), sda=Pin(4), freq=400_000)
    source = I2cFifo(i2c, Lsm6dso(rate=1667), Pin(22))
"""

from memchunk.flow.fifo import Fifo


class I2cFifo(Fifo):
    """`sensor` on an I2C bus, at its own address or another.

    A row of an LSM6DSO takes 315 µs of the bus at 400 kHz, and 440 µs of an RP2040's 600 at 1,667 Hz with
    Blockpack and Frame (emulated, 64 rows a chunk). A burst, up to a slot long, has to end within the `timeout` that
    the bus was made with, 50 ms on an RP2040: 550 bytes at 100 kHz, 2,200 at 400. `machine.SoftI2C` does as well,
    but MicroPython 1.28 raises nothing there if only the register's address was not acknowledged.

    Allocates: as Fifo, and four objects. IRQ-safe: no.
    """

    def __init__(self, i2c, sensor, pin=None, address=None):
        super().__init__(sensor, pin)
        self._address = sensor.address if address is None else address
        self._read_mem = i2c.readfrom_mem_into
        self._write_to = i2c.writeto  # writeto_mem joins register and value in a buffer that it allocates
        self._pair = bytearray(2)

    def read(self, register, view):
        """All of `view` from `register` on. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        self._read_mem(self._address, register, view)

    def write(self, register, value):
        """One register. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        pair = self._pair
        pair[0] = register
        pair[1] = value
        if self._write_to(self._address, pair) in (0, 1):  # so many of the two were acknowledged
            raise OSError(5)
