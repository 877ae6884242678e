"""LSM6DSO: ST's 6-axis IMU, accelerometer and gyroscope of one rate in its FIFO of 512 words.

    imu = Lsm6dso(rate=1667, accel=4, gyro=500)

    word   tag | x:i16 | y:i16 | z:i16      tag: sensor:5 time slot:2 parity:1; gyroscope 1, accelerometer 2
    row    wx wy wz ax ay az                the two words of one time slot, in either order

Registers, bits and scales are those of ST's data sheet DS12140, "Register description" and "Mechanical
characteristics", and of its driver lsm6dso_reg.h; the FIFO is in section 6.5 there and in AN5192. I2C at 400 kHz
does for 1,667 Hz; above that SPI, up to 10 MHz in mode 0 or 3.
"""

import memchunk.kernels as kernels
from memchunk.sensors import choose, configure, identify
from memchunk.view import ALL, View

_FIFO_CTRL1 = 0x07  # watermark, in words, bits 7:0
_FIFO_CTRL2 = 0x08  # bit 0 watermark bit 8
_FIFO_CTRL3 = 0x09  # bits 7:4 batch rate of the gyroscope, 3:0 of the accelerometer
_FIFO_CTRL4 = 0x0A  # bits 2:0 mode
_INT1_CTRL = 0x0D  # bit 3 watermark to INT1
_WHO_AM_I = 0x0F
_CTRL1_XL = 0x10  # bits 7:4 rate, 3:2 full scale
_CTRL2_G = 0x11  # bits 7:4 rate, 3:1 full scale
_CTRL3_C = 0x12  # bit 6 block data update, bit 2 register addresses count up
_CTRL9_XL = 0x18  # bit 1 no I3C
_FIFO_STATUS1 = 0x3A  # words that wait, bits 7:0
_FIFO_DATA_OUT_TAG = 0x78  # to 0x7E, after which a burst goes on at 0x78

_IDENTITY = 0x6C
_BYPASS, _CONTINUOUS = 0, 6
_WATERMARK_TO_INT1 = 0x08
_COUNT_UP, _WHOLE_WORDS = 0x04, 0x40
_NO_I3C = 0xE2  # bits 7:5 as they are after a reset
_OVERRUN = 0x08  # FIFO_STATUS2: latched until read; bits 1:0 words that wait, bits 9:8
_RATES = (12.5, 26, 52, 104, 208, 417, 833, 1667, 3333, 6667)  # codes 1 to 10
_ACCEL = (2, 16, 4, 8)  # g, by code
_ACCEL_G = (0.061e-3, 0.488e-3, 0.122e-3, 0.244e-3)  # g a count
_GYRO = (250, 125, 500, 0, 1000, 0, 2000)  # degrees a second, by code
_G, _RADIAN = 9.80665, 0.017453293  # m/s2; a degree
_WORD = 7
_REST = bytes((_FIFO_CTRL4, _BYPASS, _CTRL1_XL, 0, _CTRL2_G, 0))
_EITHER = 12  # both sensors, as bits of a tag without parity


class Lsm6dso:
    """Both parts at `rate` (Hz: 12.5, 26, 52, 104, 208, 417, 833, 1667, 3333 or 6667), ranges ±`accel` g (2, 4, 8, 16)
    and ±`gyro` degrees a second (125, 250, 500, 1000, 2000).

    After rows were lost it looks, word by word, for two words of one time slot; the slots' numbers tell, too,
    if a word is missing within a burst.

    Raises ValueError naming the argument. Allocates: itself, a View and seven objects. IRQ-safe: no.
    """

    channels = ("wx", "wy", "wz", "ax", "ay", "az")
    units = ("rad/s",) * 3 + ("m/s2",) * 3
    row_size = 12
    raw_size = 2 * _WORD
    address = 0x6A  # 0x6B with SA0 high
    spi_read = 0x80
    spi_dummy = 0
    most = 192
    level = whole = True

    def __init__(self, rate=1667, accel=4, gyro=500):
        code = 1 + choose(rate, _RATES, "rate")
        range_a, range_g = choose(accel, _ACCEL, "accel"), choose(gyro, _GYRO, "gyro")
        self.rate = rate
        self.scale = (gyro * 35e-6 * _RADIAN,) * 3 + (_ACCEL_G[range_a] * _G,) * 3
        self.setup = bytes(
            (_CTRL3_C, _COUNT_UP | _WHOLE_WORDS, _CTRL9_XL, _NO_I3C)
            + (_FIFO_CTRL4, _BYPASS, _FIFO_CTRL3, code << 4 | code, _INT1_CTRL, _WATERMARK_TO_INT1)
            + (_CTRL1_XL, code << 4 | range_a << 2, _CTRL2_G, code << 4 | range_g << 1)
            + (_FIFO_CTRL4, _CONTINUOUS)
        )
        self._status = bytearray(2)
        self._pair = bytearray(self.raw_size)
        pair = memoryview(self._pair)
        self._first, self._second = pair[:_WORD], pair[_WORD:]
        self._rest = View(self._pair)
        self._untag = kernels.fifo.untag
        self._tag = 0  # of the next word, without parity
        self._known = False  # that it is

    def start(self, bus, rows):
        """Set it up with an empty FIFO. Raises OSError. Allocates: a byte. IRQ-safe: no."""
        identify(bus, _WHO_AM_I, _IDENTITY)
        bus.write(_FIFO_CTRL1, 2 * rows & 0xFF)
        bus.write(_FIFO_CTRL2, 2 * rows >> 8)
        configure(bus, self.setup)
        self._lose()

    def stop(self, bus):
        """Both parts to power-down. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        configure(bus, _REST)

    def waiting(self, bus):
        """Rows in the FIFO, ~rows after an overrun. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        status = self._status
        bus.read(_FIFO_STATUS1, status)
        rows = (status[1] & 3) << 7 | status[0] >> 1
        if status[1] & _OVERRUN:
            self._lose()
            return ~rows
        return rows

    def burst(self, bus, view, rows):
        """The next `rows`; fewer, if words were passed over to find where one begins.

        Raises OSError; where one begins is then unknown. Allocates: 0 B. IRQ-safe: no.
        """
        if self._known:
            return self._rows(bus, view, rows)
        rows = self._align(bus, view, 2 * rows)
        if rows <= 0:
            return rows + 1
        view = self._rest.over(view, self.row_size, self.raw_size * rows)
        rows = self._rows(bus, view, rows)
        return rows + 1 if rows >= 0 else rows - 1

    def _rows(self, bus, view, rows):
        self._lose()
        bus.read(_FIFO_DATA_OUT_TAG, view)
        return self._strip(view, rows)

    def _strip(self, view, rows):
        got = self._untag(view, view, rows, self._tag)
        if got < rows:
            return ~got
        self._find(self._tag + rows)
        return got

    def _align(self, bus, view, words):
        """Look for a row, word by word, to the front of `view`; how many rows may follow, -1 if there is none."""
        while words:
            self._first[ALL] = self._second
            bus.read(_FIFO_DATA_OUT_TAG, self._second)
            words -= 1
            tag = self._pair[0] >> 1
            if tag & _EITHER and self._untag(self._pair, view, 1, tag):
                self._find(tag + 1)
                return words >> 1
        return -1

    def _find(self, tag):
        """The next row begins as the first that was found did, in time slot `tag` modulo 4."""
        self._tag = self._pair[0] >> 1 & _EITHER | tag & 3
        self._known = True

    def _lose(self):
        self._known = False
        self._second[0] = 0
