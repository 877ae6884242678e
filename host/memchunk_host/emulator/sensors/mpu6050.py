"""MPU-6050: a FIFO of 1,024 bytes without marks (RM-MPU-6000A 4.2, registers 35, 58, 106, 107, 114 to 116).

    sensor = Mpu6050(rows)       # rows of ax ay az wx wy wz
"""

from .registers import Registers

_DEPTH = 1024  # bytes


class Mpu6050(Registers):
    """Both parts into the FIFO; its pin pulses for each sample that is ready."""

    def reset(self) -> None:
        self.memory[0x75] = 0x68  # WHO_AM_I
        self.memory[0x6B] = 0x40  # asleep
        self.fifo = bytearray()
        self._last = 0
        self._low = 0  # of the count, held since its high byte was read

    def get(self, register: int) -> int:
        if register == 0x72:
            self._low = len(self.fifo) & 0xFF
            return len(self.fifo) >> 8
        if register == 0x73:
            return self._low
        if register == 0x74:
            if self.fifo:
                self._last = self.fifo[0]
                self.fifo = self.fifo[1:]
            return self._last
        value = self.memory[register]
        if register == 0x3A:  # INT_STATUS
            self.memory[register] = 0
        return value

    def put(self, register: int, value: int) -> None:
        was = self.rate()
        if register == 0x6A and value & 0x04:  # FIFO_RESET, which falls back by itself
            self.fifo = bytearray()
            value &= ~0x04
        self.memory[register] = value
        if self.rate() and not was:
            self.begin()

    def after(self, register: int) -> int:
        return register if register == 0x74 else register + 1 & 0x7F

    def rate(self) -> float:
        if self.memory[0x6B] & 0x40 or not self.memory[0x6A] & 0x40 or self.memory[0x23] != 0x78:
            return 0
        return (1000 if 0 < self.memory[0x1A] & 7 < 7 else 8000) / (1 + self.memory[0x19])

    def sample(self, row: bytes) -> None:
        for at in range(0, 12, 2):
            self.fifo += bytes((row[at + 1], row[at]))
        self.memory[0x3A] |= 0x01
        if len(self.fifo) > _DEPTH:
            self.fifo = self.fifo[len(self.fifo) - _DEPTH :]
            self.memory[0x3A] |= 0x10
