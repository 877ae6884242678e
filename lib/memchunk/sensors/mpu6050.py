"""MPU-6050: InvenSense's 6-axis IMU, with a FIFO of 1,024 bytes and no watermark.

    imu = Mpu6050(rate=500, accel=4, gyro=500)

    row    ax ay az wx wy wz      big-endian in the FIFO, in the order of the registers

Its pin pulses for each row, so that the source counts them. The FIFO is bytes without marks: after an
overrun or a broken read nothing tells where a row begins, so it is emptied; what a sensor gives that loses its
supply within a burst can't be told from rows. Registers and bits are those of
InvenSense's RM-MPU-6000A revision 4.2, chapters 3 and 4. I2C up to 400 kHz; the MPU-6000 has SPI, too.
"""

import memchunk.kernels as kernels
from memchunk.sensors import choose, configure, identify

_SMPLRT_DIV = 0x19  # 1 kHz / (1 + this)
_CONFIG = 0x1A  # bits 2:0 low-pass filter
_GYRO_CONFIG = 0x1B  # bits 4:3 full scale
_ACCEL_CONFIG = 0x1C  # bits 4:3 full scale
_FIFO_EN = 0x23
_INT_PIN_CFG = 0x37
_INT_ENABLE = 0x38  # bit 0 data ready
_INT_STATUS = 0x3A  # bit 4 overflow, cleared by reading
_USER_CTRL = 0x6A  # bit 6 FIFO on, bit 2 empty it
_PWR_MGMT_1 = 0x6B  # bit 6 sleep, bits 2:0 clock
_FULL = 1024 - 40  # bytes: three rows more and what lies in front of the first is part of one
_FIFO_COUNTH = 0x72  # bytes that wait, high byte first
_FIFO_R_W = 0x74  # a burst stays here
_WHO_AM_I = 0x75

_IDENTITY = 0x68
_BASE_RATE = 1000  # Hz, with the low-pass filter on
_ACCEL_AND_GYRO = 0x78
_ACTIVE_HIGH_PULSE = 0
_DATA_READY = 0x01
_OVERFLOW = 0x10
_EMPTY, _ON = 0x04, 0x40
_SLEEP, _GYRO_CLOCK = 0x40, 0x01
_REST = bytes((_FIFO_EN, 0, _INT_ENABLE, 0, _PWR_MGMT_1, _SLEEP))
_FILTERS = (188, 98, 42, 20, 10)  # Hz, codes 1 to 5: the widest that is below half the rate
_ACCEL = (2, 4, 8, 16)  # g
_GYRO = (250, 500, 1000, 2000)  # degrees a second
_G, _RADIAN = 9.80665, 0.017453293  # m/s2; a degree


class Mpu6050:
    """Both parts at `rate` (Hz: 1,000 over 1 to 256), ranges ±`accel` g (2, 4, 8, 16) and ±`gyro` degrees a second
    (250, 500, 1000, 2000).

    Raises ValueError naming the argument. Allocates: itself, and five objects. IRQ-safe: no.
    """

    channels = ("ax", "ay", "az", "wx", "wy", "wz")
    units = ("m/s2",) * 3 + ("rad/s",) * 3
    row_size = raw_size = 12
    address = 0x68  # 0x69 with AD0 high
    spi_read = 0x80
    spi_dummy = 0
    most = 64
    level = whole = False

    def __init__(self, rate=500, accel=4, gyro=500):
        if not _BASE_RATE <= 256 * rate <= 256 * _BASE_RATE or _BASE_RATE % rate:
            raise ValueError("rate")
        range_a, range_g = choose(accel, _ACCEL, "accel"), choose(gyro, _GYRO, "gyro")
        self.rate = rate
        # Data sheet PS-MPU-6000A, chapter 6: 2^15 counts a full scale of g, 131 a degree a second at ±250.
        self.scale = (accel * _G / 32768,) * 3 + (gyro * _RADIAN / 250 / 131,) * 3
        code = 1
        while code < len(_FILTERS) and 2 * _FILTERS[code - 1] > rate:
            code += 1
        self.setup = bytes(
            (_PWR_MGMT_1, _GYRO_CLOCK, _FIFO_EN, 0, _SMPLRT_DIV, int(_BASE_RATE // rate) - 1, _CONFIG, code)
            + (_GYRO_CONFIG, range_g << 3, _ACCEL_CONFIG, range_a << 3, _INT_PIN_CFG, _ACTIVE_HIGH_PULSE)
            + (_USER_CTRL, _EMPTY, _USER_CTRL, _ON, _INT_ENABLE, _DATA_READY, _FIFO_EN, _ACCEL_AND_GYRO)
        )
        self._status, self._count = bytearray(1), bytearray(2)
        self._byteswap = kernels.byteswap.swap16

    def start(self, bus, rows):
        """Set it up with an empty FIFO. Raises OSError. Allocates: a byte. IRQ-safe: no."""
        identify(bus, _WHO_AM_I, _IDENTITY)
        configure(bus, self.setup)
        bus.read(_INT_STATUS, self._status)  # what was before is no overflow of now

    def stop(self, bus):
        """To sleep. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        configure(bus, _REST)

    def waiting(self, bus):
        """Rows in the FIFO, ~0 after an overflow or shortly before one, which might come within the burst.

        Raises OSError. Allocates: 0 B. IRQ-safe: no.
        """
        bus.read(_FIFO_COUNTH, self._count)
        bus.read(_INT_STATUS, self._status)  # after the count: a row that overflows in between is not read
        n = self._count[0] << 8 | self._count[1]
        if self._status[0] & _OVERFLOW or n > _FULL:
            return ~0
        return n // self.raw_size

    def burst(self, bus, view, rows):
        """The next `rows`, which wait. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        bus.read(_FIFO_R_W, view)
        self._byteswap(view, view, 6 * rows)
        return rows
