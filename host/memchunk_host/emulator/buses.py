"""I2C and SPI with sensors on them, and time that passes for every byte.

    pico.i2c[0].attach(0x6A, imu, interrupt=22)
    pico.spi[0].attach(Spi(imu), select=17, interrupt=22)

A device is any object with `advance(now_us)`, `write(data)`, `read(n) -> bytes` and the bool `interrupt`. On I2C
a written run of bytes comes as one `write`, and every byte read is a `read(1)`, so that a device goes on where it
stood until the next `write`. On SPI it is an object with `sensor`, the device, `select()` and `transfer(byte)`.
Before each of these, and every 50 µs, the device is told the time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from rp2040py.gpio_pin import GPIOPinState
from rp2040py.peripherals.i2c import R_TX_EMPTY, RPI2C, I2CMode
from rp2040py.peripherals.spi import RPSPI, SCR_MASK, SCR_SHIFT

from memchunk_host.emulator import clocks

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

I2C_BASES = (0x40044000, 0x40048000)
SPI_BASES = (0x4003C000, 0x40040000)
_TICK = 50_000  # ns between two looks at a device's interrupt pin


class Device(Protocol):
    """A sensor's digital side."""

    @property
    def interrupt(self) -> bool: ...
    def advance(self, now_us: int) -> None: ...
    def write(self, data: bytes) -> None: ...
    def read(self, n: int) -> bytes: ...


class SpiDevice(Protocol):
    """How a sensor looks from SPI."""

    @property
    def sensor(self) -> Device: ...
    def select(self) -> None: ...
    def transfer(self, byte: int, /) -> int: ...


class Wired:
    """A device on the board: told the time, its interrupt pin followed."""

    def __init__(self, mcu: RP2040, device: Device, interrupt: int | None) -> None:
        self.device = device
        self._mcu = mcu
        self._pin = None if interrupt is None else mcu.gpio[interrupt]
        self._level: bool | None = None
        self._alarm = mcu.clock.create_alarm(self._tick)
        self._tick()

    def during(self, exchange: Callable[..., Any]) -> Any:
        """What `exchange()` gives, with the device at the present time and its pin followed afterwards."""
        self._advance()
        result = exchange()
        self._follow()
        return result

    def _tick(self) -> None:
        self._advance()
        self._follow()
        self._alarm.schedule(_TICK)

    def _advance(self) -> None:
        self.device.advance(int(self._mcu.clock.nanos / 1000))

    def _follow(self) -> None:
        level = bool(self.device.interrupt)
        if self._pin is not None and level != self._level:  # the same level again would be an edge to rp2040py
            self._level = level
            self._pin.set_input_value(level)


class I2c(RPI2C):
    """rp2040py's I2C, which knows no time, with the 9 clocks of a byte and devices that answer or don't."""

    def __init__(self, mcu: RP2040, original: RPI2C) -> None:
        super().__init__(mcu, original.name, original.irq)
        self._devices: dict[int, Wired] = {}
        self._selected: Wired | None = None
        self._written = bytearray()
        self._then: Any = None
        self._alarm = mcu.clock.create_alarm(lambda: self._then())
        self.on_start = lambda restart: self._start()
        self.on_connect = self._connect
        self.on_write_byte = self._write
        self.on_read_byte = lambda ack: self._after(9, self._read)
        self.on_stop = self._stop_condition

    def attach(self, address: int, device: Device, interrupt: int | None = None) -> None:
        """Put `device` on the bus, its interrupt pin on GPIO `interrupt`."""
        self._devices[address] = Wired(self.rp2040, device, interrupt)

    def detach(self, address: int) -> None:
        """Take a device off: from now on nobody answers."""
        del self._devices[address]

    @property
    def frequency(self) -> float:
        """SCL in Hz, as the registers have it."""
        return clocks.SYSTEM / (self.scl_high_period + self.scl_low_period)

    def _after(self, clocks: int, then: Any) -> None:
        self._then = then
        self._alarm.schedule(clocks * 1e9 / self.frequency)

    def _start(self) -> None:
        self._flush()
        self._after(1, self.complete_start)

    def _connect(self, address: int, mode: I2CMode) -> None:
        self._selected = self._devices.get(address)
        self._after(9, lambda: self.complete_connect(self._selected is not None))

    def _write(self, value: int) -> None:
        self._written.append(value)
        self._after(9, lambda: self.complete_write(True))

    def _read(self) -> None:
        wired = self._selected
        self.complete_read(wired.during(lambda: wired.device.read(1)[0]) if wired else 0xFF)

    def _stop_condition(self) -> None:
        self._flush()
        self._selected = None
        self._after(1, self.complete_stop)

    def _flush(self) -> None:
        wired = self._selected
        if self._written and wired:
            wired.during(lambda: wired.device.write(bytes(self._written)))
        self._written.clear()

    def _abort(self, reason: int) -> None:
        """As upstream, which forgets that a flushed FIFO is an empty one: pico-sdk waits for just that."""
        super()._abort(reason)
        self._set_interrupts(R_TX_EMPTY)


class Spi(RPSPI):
    """rp2040py's SPI, which knows no time, with devices behind select pins."""

    def __init__(self, mcu: RP2040, original: RPSPI) -> None:
        super().__init__(mcu, original.name, original.irq, original.dreq)
        self._devices: list[tuple[Any, SpiDevice, Wired]] = []
        self._sent = 0
        self._alarm = mcu.clock.create_alarm(self._shifted)
        self.on_transmit = self._shift

    def attach(self, device: SpiDevice, select: int, interrupt: int | None = None) -> None:
        """Put `device` on the bus, selected by a low GPIO `select`, its sensor's interrupt pin on GPIO `interrupt`."""
        pin, wired = self.rp2040.gpio[select], Wired(self.rp2040, device.sensor, interrupt)
        self._devices.append((pin, device, wired))
        pin.add_listener(lambda new, old: device.select() if new == GPIOPinState.LOW else None)

    @property
    def clock_frequency(self) -> float:
        """SCK in Hz, as the registers have it."""
        rate = self._control0 >> SCR_SHIFT & SCR_MASK
        return clocks.peripheral(self.rp2040) / (max(1, self._clock_divisor) * (1 + rate))

    def _shift(self, value: int) -> None:
        self._sent = value
        self._alarm.schedule(self.data_bits * 1e9 / self.clock_frequency)

    def _shifted(self) -> None:
        answers = (
            wired.during(lambda d=device: d.transfer(self._sent))
            for pin, device, wired in self._devices
            if pin.value == GPIOPinState.LOW
        )
        self.complete_transmit(next(answers, 0xFF))
