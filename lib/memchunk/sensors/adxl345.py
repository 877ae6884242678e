"""ADXL345: Analog Devices' 3-axis accelerometer, with a FIFO of 32 rows.

    accelerometer = Adxl345(rate=800, accel=16)

    row    x y z      little-endian, 3.9 mg a count in every range

A read of the six data registers takes one row out of the FIFO, whole, so that a burst is one read a row. The
FIFO needs 5 µs between two; MicroPython takes longer. Registers and bits are those of Analog Devices' data sheet,
"Register Map", "Register Definitions" and "FIFO". I2C up to 400 kHz, which does for 800 Hz; above that SPI, up to
5 MHz in mode 3.
"""

from memchunk.sensors import choose, configure, identify
from memchunk.view import View

_DEVID = 0x00
_BW_RATE = 0x2C  # bits 3:0 rate
_POWER_CTL = 0x2D  # bit 3 measure
_INT_ENABLE = 0x2E  # bit 1 watermark
_INT_MAP = 0x2F  # 0: everything to INT1
_INT_SOURCE = 0x30  # bit 0 overrun, until the FIFO is read
_DATA_FORMAT = 0x31  # bit 3 full resolution, bits 1:0 range
_DATAX0 = 0x32  # to 0x37
_FIFO_CTL = 0x38  # bits 7:6 mode, 4:0 watermark in rows
_FIFO_STATUS = 0x39  # bits 5:0 rows that wait

_IDENTITY = 0xE5
_MEASURE = 0x08
_REST = bytes((_POWER_CTL, 0, _INT_ENABLE, 0))
_WATERMARK, _OVERRUN = 0x02, 0x01
_FULL = 30  # rows, of 32
_FULL_RESOLUTION = 0x08
_BYPASS, _STREAM = 0x00, 0x80
_RATES = (6.25, 12.5, 25, 50, 100, 200, 400, 800, 1600, 3200)  # codes 6 to 15
_ACCEL = (2, 4, 8, 16)  # g
_G_A_COUNT, _G = 1 / 256, 9.80665  # g; m/s2


class Adxl345:
    """At `rate` (Hz: 6.25, 12.5, 25, 50, 100, 200, 400, 800, 1600 or 3200), range ±`accel` g (2, 4, 8, 16).

    Raises ValueError naming the argument. Allocates: itself, a View and three objects. IRQ-safe: no.
    """

    channels = ("ax", "ay", "az")
    units = "m/s2"
    scale = _G_A_COUNT * _G
    row_size = raw_size = 6
    address = 0x53  # 0x1D with ALT ADDRESS high
    spi_read = 0xC0  # several bytes
    spi_dummy = 0
    most = 24
    level = whole = True

    def __init__(self, rate=800, accel=16):
        code, range_a = 6 + choose(rate, _RATES, "rate"), choose(accel, _ACCEL, "accel")
        self.setup = bytes(
            (_POWER_CTL, 0, _INT_ENABLE, 0, _FIFO_CTL, _BYPASS, _BW_RATE, code)
            + (_DATA_FORMAT, _FULL_RESOLUTION | range_a, _INT_MAP, 0, _INT_ENABLE, _WATERMARK, _POWER_CTL, _MEASURE)
        )
        self.rate = rate
        self._status = bytearray(1)
        self._row = View(self._status)
        self._scrap = bytearray(6)

    def start(self, bus, rows):
        """Set it up with an empty FIFO. Raises OSError. Allocates: a byte. IRQ-safe: no."""
        identify(bus, _DEVID, _IDENTITY)
        configure(bus, self.setup)
        bus.write(_FIFO_CTL, _STREAM | rows)

    def stop(self, bus):
        """To standby. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        configure(bus, _REST)

    def waiting(self, bus):
        """Rows in the FIFO, ~rows after an overrun or shortly before one, which a row that is read would hide: the
        first is left out then.

        Raises OSError. Allocates: 0 B. IRQ-safe: no.
        """
        status = self._status
        bus.read(_INT_SOURCE, status)
        overrun = status[0] & _OVERRUN
        bus.read(_FIFO_STATUS, status)
        rows = status[0] & 0x3F
        if not overrun and rows <= _FULL:
            return rows
        if rows:
            self._one(bus, self._scrap, 0)  # the next one may go while this is read
            rows -= 1
        return ~rows

    def burst(self, bus, view, rows):
        """The next `rows`, which wait. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        at = 0
        while at < 6 * rows:
            self._one(bus, view, at)
            at += 6
        return rows

    def _one(self, bus, view, at):
        view = self._row.over(view, at, 6)
        bus.read(_DATAX0, view)
