"""Sensors with a FIFO, one file each: a table of registers, and what its FIFO's bytes mean.

    imu = Lsm6dso(rate=1667)
    source = I2cFifo(i2c, imu, Pin(22))      # or SpiFifo(spi, Pin(17), imu, Pin(22))

They know the chip, `memchunk.flow.fifo` the bus and the queue, and neither imports the other. A sensor is an
object with

    channels, units, scale, rate        what a Descriptor is told of it; `rate` in rows a second
    row_size, raw_size                  bytes of a row as it leaves, and as it lies in the FIFO
    address, spi_read, spi_dummy        how it is addressed: I2C, bits of an SPI read, bytes to skip after them
    most                                rows of its FIFO before it should be read: three quarters
    level                               its pin is high while the watermark is reached; else a pulse for each row
    whole                               a burst that broke off leaves whole rows behind
    setup                               the table that sets it up: register, value, register, value, …
    start(bus, rows), stop(bus)         write it, with the watermark at so many rows; let it rest
    waiting(bus)                        rows in the FIFO, ~rows if others were lost since it was last asked
    burst(bus, view, rows)              the next rows, in place from the start of `view`: how many, fewer than
                                        `rows` if something else was among them, ~many if a hole came after

and a bus is one with `read(register, view)` and `write(register, value)`, both raising OSError.
"""

_ENODEV = 19


def identify(bus, register, identity):
    """Raise OSError(ENODEV) unless `register` says that this is the chip. Allocates: a byte. IRQ-safe: no."""
    found = bytearray(1)
    bus.read(register, found)
    if found[0] != identity:
        raise OSError(_ENODEV)


def configure(bus, table):
    """Write a table of (register, value), one after the other. Allocates: 0 B. IRQ-safe: no."""
    for i in range(0, len(table), 2):
        bus.write(table[i], table[i + 1])


def choose(value, values, name):
    """The place of `value` in `values`. Raises ValueError naming it. Allocates: 0 B. IRQ-safe: no."""
    for i in range(len(values)):
        if value and values[i] == value:
            return i
    raise ValueError(name)
