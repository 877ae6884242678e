"""BMP390: a FIFO of 512 bytes in frames (BST-BMP390-DS002, section 3.6 and chapter 4).

    sensor = Bmp390(rows)        # rows of t_low t_high p_low p_high, the upper halves 0 to 255
"""

from .registers import Registers

_DEPTH = 512  # bytes
_FRAME = 7


class Bmp390(Registers):
    """Normal mode, pressure and temperature into the FIFO, its pin level and active high."""

    row_size = 8

    def reset(self) -> None:
        self.memory[0x00] = 0x60  # CHIP_ID
        self.frames: list[bytes] = []
        self._place = 0  # in the oldest frame
        self._full = False

    def _level(self) -> int:
        return sum(len(frame) for frame in self.frames)

    def _reached(self) -> bool:
        return self._level() >= (self.memory[0x15] | (self.memory[0x16] & 1) << 8)

    @property
    def interrupt(self) -> bool:
        control = self.memory[0x19]
        active = control & 0x08 and self._reached() or control & 0x10 and self._full
        return bool(active) == bool(control & 0x02)

    def write(self, data: bytes) -> None:
        self._place = 0  # a frame that was read in part comes again
        super().write(data)

    def get(self, register: int) -> int:
        if register == 0x11:  # INT_STATUS
            flags = self._full << 1 | self._reached()
            self._full = False
            return flags
        if register == 0x12:
            return self._level() & 0xFF
        if register == 0x13:
            return self._level() >> 8
        return self._pop() if register == 0x14 else self.memory[register]

    def _pop(self) -> int:
        if not self.frames:
            self._place += 1
            return 0x80 if self._place & 1 else 0
        value = self.frames[0][self._place]
        self._place += 1
        if self._place == len(self.frames[0]):
            self.frames.pop(0)
            self._place = 0
        return value

    def put(self, register: int, value: int) -> None:
        was = self.rate()
        self.memory[register] = value
        if register == 0x7E and value == 0xB0:  # flush
            self.frames = []
        if self.rate() and not was:
            self.frames.append(b"\x48\x01")  # the settings changed
            self.begin()

    def after(self, register: int) -> int:
        return register if register == 0x14 else register + 1 & 0x7F

    def rate(self) -> float:
        on = self.memory[0x1B] & 0x33 == 0x33 and self.memory[0x17] & 0x19 == 0x19
        return 200 / (1 << (self.memory[0x1D] & 31)) if on else 0

    def sample(self, row: bytes) -> None:
        self.frames.append(b"\x94" + row[0:3] + row[4:7])
        while self._level() > _DEPTH:
            self.frames.pop(0)
            self._full = True
        if self._level() > _DEPTH - _FRAME:
            self._full = True
