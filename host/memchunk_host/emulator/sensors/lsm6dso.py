"""LSM6DSO: a FIFO of 512 words of a tag and six bytes (DS12140, section 6.5 and "Register description").

    sensor = Lsm6dso(rows)       # rows of wx wy wz ax ay az; accel_first, gyro_late: what else may come
"""

from .registers import Registers

_DEPTH, _WORD = 512, 7  # words, bytes
_RATES = (0, 12.5, 26, 52, 104, 208, 417, 833, 1667, 3333, 6667)  # Hz, by code
_GYRO, _ACCEL = 1, 2  # TAG_SENSOR


class Lsm6dso(Registers):
    """Both parts at one rate. `gyro_late` samples are the accelerometer's alone, as while the gyroscope starts."""

    def __init__(self, rows: bytes, accel_first: bool = False, gyro_late: int = 0) -> None:
        self.accel_first = accel_first
        self.gyro_late = gyro_late
        super().__init__(rows)

    def reset(self) -> None:
        self.memory[0x0F] = 0x6C  # WHO_AM_I
        self.memory[0x12] = 0x04  # CTRL3_C: addresses count up
        self.memory[0x18] = 0xE0  # CTRL9_XL
        self._fifo = bytearray(_DEPTH * _WORD)
        self._first = self._waits = 0  # words
        self._word = bytes(_WORD)
        self._slot = 0
        self._overrun = self._latched = False

    @property
    def watermark(self) -> int:
        """Words."""
        return self.memory[0x07] | (self.memory[0x08] & 1) << 8

    @property
    def interrupt(self) -> bool:
        return bool(self.memory[0x0D] & 0x08 and self._reached())

    def _reached(self) -> bool:
        return 0 < self.watermark <= self._waits

    def get(self, register: int) -> int:
        level = self._waits
        if register == 0x3A:  # FIFO_STATUS1
            return level & 0xFF
        if register == 0x3B:  # FIFO_STATUS2
            flags = self._reached() << 7 | self._overrun << 6 | (level >= _DEPTH) << 5 | self._latched << 3
            self._latched = False
            return flags | level >> 8
        if register == 0x78:
            at = self._first * _WORD
            self._word = bytes(self._fifo[at : at + _WORD]) if level else bytes(_WORD)
        if 0x78 <= register <= 0x7E:
            if register == 0x7E and level:
                self._drop()
                self._overrun = False
            return self._word[register - 0x78]
        return self.memory[register]

    def put(self, register: int, value: int) -> None:
        was = self.rate()
        self.memory[register] = value
        if register == 0x0A and not value & 7:  # bypass empties the FIFO
            self._waits = 0
            self._overrun = self._latched = False
        if self.rate() and not was:
            self.begin()

    def after(self, register: int) -> int:
        if not self.memory[0x12] & 0x04:
            return register
        return 0x78 if register == 0x7E else register + 1 & 0x7F

    def rate(self) -> float:
        """Of the FIFO in continuous mode; both parts on and batched at the same rate, or nothing comes."""
        batch = self.memory[0x09]
        code = batch & 15
        alike = batch >> 4 == code == self.memory[0x10] >> 4 == self.memory[0x11] >> 4
        return _RATES[code] if alike and self.memory[0x0A] & 7 == 6 and code < len(_RATES) else 0

    def sample(self, row: bytes) -> None:
        self._slot = self._slot + 1 & 3
        if self.gyro_late:
            self.gyro_late -= 1
            self.taken -= 1  # the rows themselves are whole
            self._push(_ACCEL, row[6:])
        elif self.accel_first:
            self._push(_ACCEL, row[6:])
            self._push(_GYRO, row[:6])
        else:
            self._push(_GYRO, row[:6])
            self._push(_ACCEL, row[6:])

    def _push(self, sensor: int, values: bytes) -> None:
        tag = sensor << 3 | self._slot << 1
        parity = tag ^ tag >> 4
        parity ^= parity >> 2
        if self._waits == _DEPTH:
            self._drop()
            self._overrun = self._latched = True
        at = (self._first + self._waits) % _DEPTH * _WORD
        self._fifo[at] = tag | (parity ^ parity >> 1) & 1
        self._fifo[at + 1 : at + _WORD] = values
        self._waits += 1

    def _drop(self) -> None:
        self._first = (self._first + 1) % _DEPTH
        self._waits -= 1
