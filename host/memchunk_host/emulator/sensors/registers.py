"""What the sensors share: registers whose address counts up, and a clock that takes samples.

    class Sensor(Registers): ...            # reset, get, put, after, rate, sample
    wire = Spi(sensor, read=0x80)           # the same behind SPI: the first byte says which way it goes
"""


class Registers:
    """A sensor with `rows` still to be measured, bytes of little-endian int16, `row_size` of them at a time.

    `lose_power()` puts every register back, as a brown-out does. `pulses` counts those of a pin that pulses.
    """

    row_size = 12

    def __init__(self, rows: bytes) -> None:
        self.rows = rows
        self.taken = 0  # rows that were measured
        self.first = 0  # row after sampling began
        self.now = 0
        self.pulses = 0
        self.lose_power()

    def lose_power(self) -> None:
        """Back to what it is after power came."""
        self.memory = bytearray(256)
        self._at = 0
        self._began = -1  # when sampling did, in µs
        self._count = 0  # of the samples since then
        self.reset()

    def write(self, data: bytes) -> None:
        """A transaction out: an address, and values from there on."""
        self._at = data[0]
        for value in data[1:]:
            self.put_next(value)

    def read(self, n: int) -> bytes:
        """Bytes from where the address is."""
        out = bytearray(n)
        for i in range(n):
            out[i] = self.get(self._at)
            self._at = self.after(self._at)
        return bytes(out)

    def put_next(self, value: int) -> None:
        """One more value of a transaction out."""
        self.put(self._at, value)
        self._at = self.after(self._at)

    def advance(self, now_us: int) -> None:
        """Measure what is due by `now_us`."""
        rate = self.rate()
        while rate and (self.taken + 1) * self.row_size <= len(self.rows):
            due = self._began + int((self._count + 1) * 1000000 / rate)
            if due > now_us:
                break
            at = self.taken * self.row_size
            self.taken += 1
            self._count += 1
            self.now = due
            self.pulses += 1
            self.sample(self.rows[at : at + self.row_size])
        self.now = max(self.now, now_us)

    def begin(self) -> None:
        """Sampling starts now."""
        self._began = self.now
        self._count = 0
        self.first = self.taken

    @property
    def interrupt(self) -> bool:
        """Level of the interrupt pin."""
        return False

    # What each sensor has of its own.

    def reset(self) -> None:
        """Registers that are not zero after power came."""

    def get(self, register: int) -> int:
        """What reading a register gives, and does."""
        return self.memory[register]

    def put(self, register: int, value: int) -> None:
        """What writing a register does."""
        self.memory[register] = value

    def after(self, register: int) -> int:
        """The register that a burst goes on with."""
        return register + 1 & 0x7F

    def rate(self) -> float:
        """Samples a second, 0 while there are none."""
        return 0

    def sample(self, row: bytes) -> None:
        """One row was measured."""


class Spi:
    """A sensor behind SPI, `read` being the bits of a read's first byte, `dummy` the bytes before its answer."""

    def __init__(self, sensor: Registers, read: int = 0x80, dummy: int = 0) -> None:
        self.sensor = sensor
        self._flags = read
        self._dummy = dummy
        self.select()

    def select(self) -> None:
        """The select line fell: a new transaction."""
        self._command = -1
        self._waits = self._dummy

    def transfer(self, byte: int) -> int:
        """A byte out, a byte in."""
        if self._command < 0:
            self._command = byte
            self.sensor.write(bytes((byte & ~self._flags & 0xFF,)))
        elif not self._command & 0x80:
            self.sensor.put_next(byte)
        elif self._waits:
            self._waits -= 1
        else:
            return self.sensor.read(1)[0]
        return 0xFF
