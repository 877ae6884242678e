"""ADXL345: a FIFO of 32 rows, read through the six data registers (data sheet, "FIFO", "Register Map").

    sensor = Adxl345(rows)       # rows of x y z
"""

from .registers import Registers

_DEPTH = 32  # rows


class Adxl345(Registers):
    """Stream mode, its pin on INT1."""

    row_size = 6

    def reset(self) -> None:
        self.memory[0x00] = 0xE5  # DEVID
        self.memory[0x2C] = 0x0A  # BW_RATE
        self.memory[0x30] = 0x02  # INT_SOURCE
        self.fifo: list[bytes] = []
        self._shown = bytes(6)
        self._overrun = False

    def _source(self) -> int:
        """INT_SOURCE; the flags of the FIFO are up as long as their cause is, enabled or not."""
        ready = bool(self.fifo)
        reached = len(self.fifo) >= max(1, self.memory[0x38] & 31)
        return ready << 7 | reached << 1 | self._overrun

    @property
    def interrupt(self) -> bool:
        active = bool(self._source() & self.memory[0x2E] & ~self.memory[0x2F])
        return active != bool(self.memory[0x31] & 0x20)

    def get(self, register: int) -> int:
        if register == 0x30:
            return self._source()
        if register == 0x39:
            return len(self.fifo)
        if 0x32 <= register <= 0x37:
            if register == 0x32 and self.fifo:
                self._shown = self.fifo[0]
            if register == 0x37 and self.fifo:  # the row leaves when the last of its registers was read
                self.fifo.pop(0)
                self._overrun = False
            return self._shown[register - 0x32]
        return self.memory[register]

    def put(self, register: int, value: int) -> None:
        was = self.rate()
        self.memory[register] = value
        if register == 0x38 and not value & 0xC0:  # bypass empties the FIFO
            self.fifo = []
            self._overrun = False
        if self.rate() and not was:
            self.begin()

    def after(self, register: int) -> int:
        return register + 1 & 0x3F

    def rate(self) -> float:
        measuring = self.memory[0x2D] & 0x08 and self.memory[0x38] & 0xC0 == 0x80
        return 3200 / (1 << 15 - (self.memory[0x2C] & 15)) if measuring else 0

    def sample(self, row: bytes) -> None:
        self.fifo.append(row)
        if len(self.fifo) > _DEPTH:
            self.fifo.pop(0)
            self._overrun = True
