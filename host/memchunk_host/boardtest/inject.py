"""What is wired to the emulated Pico while a board test runs, and how its captures are judged.

    # inject: adc=ramp               in a board test module: `adc` below with "ramp"

An injection is made with the Pico and the word behind `=`. Its `judges` know what a test's captures have to be,
if that depends on what was played; the others are in `judges`. To add one: a class here or in a module of its own,
and a line in INJECTIONS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

from memchunk_host.boardtest.judges import Judge
from memchunk_host.emulator.recorded import RecordedImu

if TYPE_CHECKING:
    from memchunk_host.emulator import Pico


class Injection(Protocol):
    """What all have."""

    judges: dict[str, Judge]


class AdcRamp:
    """`adc=ramp`: conversion n of input 0 gives n mod 4096, of inputs 1 to 3 -n, -2n and -3n."""

    def __init__(self, pico: Pico, what: str) -> None:
        self.judges: dict[str, Judge] = {}
        if what != "ramp":
            raise ValueError(f"adc={what}")
        for channel, step in enumerate((1, -1, -2, -3)):
            pico.adc.play(channel, _ramp(step))


def _ramp(step: int) -> Iterator[int]:
    return (n * step & 0xFFF for n in count())


class Registers:
    """A device of 256 registers, its first byte written their address; its interrupt pin goes up every 2 ms."""

    def __init__(self) -> None:
        self.registers = bytearray(256)
        self.registers[0x7F] = 0x5A  # something to know it by
        self.interrupt = False
        self._at = 0

    def advance(self, now_us: int) -> None:
        """Be told the time."""
        self.interrupt = now_us % 2000 >= 1000

    def write(self, data: bytes) -> None:
        """An address, and what to store from there on."""
        self._at = data[0]
        for value in data[1:]:
            self.registers[self._at] = value
            self._at = self._at + 1 & 0xFF

    def read(self, n: int) -> bytes:
        """The next `n` registers."""
        found = bytes(self.registers[self._at + i & 0xFF] for i in range(n))
        self._at = self._at + n & 0xFF
        return found


class I2cRegisters:
    """`i2c=registers`: `Registers` at 0x6A of I2C0, its interrupt pin on GPIO22."""

    def __init__(self, pico: Pico, what: str) -> None:
        self.judges: dict[str, Judge] = {}
        if what != "registers":
            raise ValueError(f"i2c={what}")
        pico.i2c[0].attach(0x6A, Registers(), interrupt=22)


class UartRows:
    """`uart=rows`: once the board sends a byte on UART1, rows of three int16 come, each a count from 0 up."""

    ROWS = 256

    def __init__(self, pico: Pico, what: str) -> None:
        self.judges: dict[str, Judge] = {}
        if what != "rows":
            raise ValueError(f"uart={what}")
        rows = b"".join(n.to_bytes(2, "little") * 3 for n in range(self.ROWS))
        pico.uart[1].on_byte = lambda _: pico.uart[1].feed(rows)


INJECTIONS: dict[str, Callable[[Any, str], Injection]] = {
    "adc": AdcRamp,
    "i2c": I2cRegisters,
    "imu": RecordedImu,
    "uart": UartRows,
}


def make(named: str, pico: object) -> Injection:
    """The injection that `adc=ramp` and the like name. Raises ValueError for an unknown one."""
    kind, _, what = named.partition("=")
    if kind not in INJECTIONS:
        raise ValueError(f"no injection {named}; there are {' '.join(INJECTIONS)}")
    return INJECTIONS[kind](pico, what)
