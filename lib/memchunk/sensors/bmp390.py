"""BMP390: Bosch's barometer, pressure and temperature in 24 bits each, with a FIFO of 512 bytes.

    barometer = Bmp390(rate=50)

    frame  0x94 | temperature:u24 | pressure:u24      little-endian; other headers: 0x48 and 0x44 with one byte
    row    t_low t_high p_low p_high                  bits 15:0 and 23:16 of each, as int16

The counts are as they come from the converter: the 21 bytes from register 0x31 on turn them into °C and Pa (data
sheet, appendix). A frame that was read in part comes again, whole. Registers and bits are those of Bosch's
BST-BMP390-DS002, section 3.6 (FIFO) and chapter 4, and of its driver bmp3_defs.h. I2C up to 3.4 MHz, SPI up to
10 MHz in mode 0 or 3.
"""

from memchunk.sensors import choose, configure, identify
from memchunk.view import View

_CHIP_ID = 0x00
_INT_STATUS = 0x11  # bit 1 FIFO full, cleared by reading; then two registers of bytes that wait
_FIFO_DATA = 0x14  # a burst stays here
_FIFO_WTM_0 = 0x15  # watermark in bytes, bits 7:0; 0x16: bit 8
_FIFO_CONFIG_1 = 0x17  # bit 0 on, 3 pressure, 4 temperature
_FIFO_CONFIG_2 = 0x18
_INT_CTRL = 0x19  # bit 1 active high, 3 watermark, 4 full
_PWR_CTRL = 0x1B  # bits 0 and 1 pressure and temperature, 5:4 mode
_OSR = 0x1C
_ODR = 0x1D
_CONFIG = 0x1F
_CMD = 0x7E

_IDENTITY = 0x60
_FULL = 0x02
_ON_BOTH = 0x19
_PINS = 0x1A
_NORMAL_BOTH, _SLEEP = 0x33, 0x00
_REST = bytes((_PWR_CTRL, _SLEEP, _FIFO_CONFIG_1, 0))
_FLUSH = 0xB0
_RATES = (200, 100, 50, 25, 12.5, 6.25, 3.125, 1.5625)  # codes 0 to 7
# The most oversampling of pressure that leaves time for a rate (data sheet, section 3.9): 2^code conversions.
_OVERSAMPLING = (0, 1, 3, 4, 5, 5, 5, 5)
_BOTH, _CHANGED, _WRONG, _EMPTY = 0x94, 0x48, 0x44, 0x80
_FRAME = 7


class Bmp390:
    """Pressure and temperature at `rate` (Hz: 200, 100, 50, 25, 12.5, 6.25, 3.125 or 1.5625).

    Raises ValueError("rate"). Allocates: itself, a View and two objects. IRQ-safe: no.
    """

    channels = ("t_low", "t_high", "p_low", "p_high")
    units = None
    scale = 1
    row_size = 8
    raw_size = _FRAME
    address = 0x76  # 0x77 with SDO high
    spi_read = 0x80
    spi_dummy = 1
    most = 48
    level = whole = True

    def __init__(self, rate=50):
        code = choose(rate, _RATES, "rate")
        self.setup = bytes(
            (_PWR_CTRL, _SLEEP, _FIFO_CONFIG_1, 0, _FIFO_CONFIG_2, 0, _OSR, _OVERSAMPLING[code], _ODR, code, _CONFIG, 0)
            + (_INT_CTRL, _PINS, _CMD, _FLUSH, _FIFO_CONFIG_1, _ON_BOTH, _PWR_CTRL, _NORMAL_BOTH)
        )
        self.rate = rate
        self._status = bytearray(3)
        self._frames = View(self._status)

    def start(self, bus, rows):
        """Set it up with an empty FIFO. Raises OSError. Allocates: a byte. IRQ-safe: no."""
        identify(bus, _CHIP_ID, _IDENTITY)
        bus.write(_FIFO_WTM_0, _FRAME * rows & 0xFF)
        bus.write(_FIFO_WTM_0 + 1, _FRAME * rows >> 8)
        configure(bus, self.setup)
        bus.read(_INT_STATUS, self._status)  # what was before is no overrun of now

    def stop(self, bus):
        """To sleep. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        configure(bus, _REST)

    def waiting(self, bus):
        """Rows in the FIFO, ~rows after it was full. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        status = self._status
        bus.read(_INT_STATUS, status)
        rows = ((status[2] & 1) << 8 | status[1]) // _FRAME
        return ~rows if status[0] & _FULL else rows

    def burst(self, bus, view, rows):
        """The next rows, fewer than `rows` if other frames are among them. Raises OSError. Allocates: 0 B.

        IRQ-safe: no.
        """
        self._read(bus, view, _FRAME * rows)
        size = self._unpack(view, _FRAME * rows)
        rows = (size if size >= 0 else ~size) // 6
        self._widen(view, rows)
        return rows if size >= 0 else ~rows

    def _read(self, bus, view, size):
        view = self._frames.over(view, 0, size)
        bus.read(_FIFO_DATA, view)

    def _unpack(self, view, size):
        """Six bytes from each frame, to the front; how many bytes, ~many before something that is no frame."""
        at = to = 0
        while at < size:
            if view[at] == _BOTH and at + _FRAME <= size:
                self._unframe(view, at, to)
                at += _FRAME
                to += 6
            elif view[at] == _CHANGED or view[at] == _WRONG:
                at += 2
            else:
                break
        return to if at >= size or view[at] == _BOTH or view[at] == _EMPTY else ~to

    def _unframe(self, view, at, to):
        stop = to + 6
        while to < stop:
            at += 1
            view[to] = view[at]
            to += 1

    def _widen(self, view, rows):
        """Six bytes a row to eight, from the last backwards, so that none is overwritten before it is read."""
        at, to = 6 * rows - 1, 8 * rows - 1
        while at >= 0:
            view[to] = 0
            for _ in range(3):
                to -= 1
                view[to] = view[at]
                at -= 1
            to -= 1
