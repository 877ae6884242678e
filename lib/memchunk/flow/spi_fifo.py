"""SpiFifo: a sensor's FIFO on SPI.

    spi = SPI(0, 8_000_000, polarity=1, phase=1, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
    source = SpiFifo(spi, Pin(17, Pin.OUT, value=1), Lsm6dso(rate=3333), Pin(22))
"""

from memchunk.flow.fifo import Fifo


class SpiFifo(Fifo):
    """`sensor` on an SPI bus set up as the sensor asks, selected by the pin `cs`.

    Allocates: as Fifo, and five objects. IRQ-safe: no.
    """

    def __init__(self, spi, cs, sensor, pin=None):
        super().__init__(sensor, pin)
        self._cs = cs
        self._write_to = spi.write
        self._read_into = spi.readinto
        self._read_bits = sensor.spi_read
        self._command = bytearray(1 + sensor.spi_dummy)
        self._pair = bytearray(2)
        cs(1)

    def read(self, register, view):
        """All of `view` from `register` on. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        self._command[0] = register | self._read_bits
        self._cs(1)  # a transfer that raised left it low
        self._cs(0)
        self._write_to(self._command)
        self._read_into(view)
        self._cs(1)

    def write(self, register, value):
        """One register. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        self._pair[0] = register
        self._pair[1] = value
        self._cs(1)
        self._cs(0)
        self._write_to(self._pair)
        self._cs(1)
