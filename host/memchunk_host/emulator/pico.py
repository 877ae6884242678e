"""Pico: one emulated board, driven from the outside a batch of instructions at a time.

    pico = Pico(uf2, files)
    pico.boot()
    out, error = pico.exec("print(1)")

Nothing runs in the background: the board's time stands still between two calls.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rp2040py.boards import BOARDS, BoardSpec
from rp2040py.device.base_device import BaseDevice
from rp2040py.execute_batch import execute_batch
from rp2040py.memory_map import FLASH_START_ADDRESS

from memchunk_host.emulator import adc, buses, image, uart

_TOGETHER = 16  # instructions between two looks at the alarms, below 0.3 us: an eighth less to wait for
UPSTREAM = "0.3."
_BANNER = b"raw REPL; CTRL-B to exit\r\n>"
_INTERRUPT, _RAW, _END = b"\x03", b"\x01", b"\x04"


class BoardError(Exception):
    """The board did not do what it should in time; the message is a line for the user."""


class Pico:
    """A Pico with firmware `uf2` and `files` (contents or paths, by name) in its file system.

    Raises BoardError for an rp2040py that this module was not written for.
    """

    def __init__(self, uf2: Path, files: Mapping[str, bytes | Path] | None = None) -> None:
        check(version("rp2040py"))
        pico = BOARDS["pico"]
        self._device = BaseDevice(board=BoardSpec(mcu=pico.mcu, extras=pico.extras, image=uf2))
        self.mcu = self._device.mcu
        self._device.simulator.stopped = False
        if files is not None:
            self.mcu.flash[image.START : image.START + image.SIZE] = image.pack(files)
        self.adc = adc.Adc(self.mcu)
        self.i2c = [buses.I2c(self.mcu, original) for original in self.mcu.i2c]
        self.spi = [buses.Spi(self.mcu, original) for original in self.mcu.spi]
        self.uart = [uart.Uart(self.mcu, original) for original in self.mcu.uart]
        self._plug_in()
        self._console = _Console(self._device)

    def _plug_in(self) -> None:
        mcu = self.mcu
        mcu.adc = self.adc
        mcu.i2c[:], mcu.spi[:], mcu.uart[:] = self.i2c, self.spi, self.uart
        bases = (adc.BASE, *buses.I2C_BASES, *buses.SPI_BASES, *uart.BASES)
        for base, peripheral in zip(bases, (self.adc, *self.i2c, *self.spi, *self.uart), strict=True):
            mcu.peripherals[base >> 12] = peripheral

    @property
    def now_us(self) -> float:
        """Microseconds of the board's time since it was made."""
        return self.mcu.clock.nanos / 1000

    def pin(self, number: int, level: bool) -> None:
        """Drive GPIO `number` from outside."""
        self.mcu.gpio[number].set_input_value(level)

    def files(self) -> dict[str, bytes]:
        """What the board's file system holds now."""
        return image.unpack(bytes(self.mcu.flash[image.START : image.START + image.SIZE]))

    def boot(self, timeout: float = 60) -> None:
        """Start the firmware and wait until its console is there. Raises BoardError after `timeout` seconds."""
        self.mcu.core.pc = FLASH_START_ADDRESS
        self.wait(lambda: self._console.connected, timeout, "the board did not come up on USB")

    def step(self) -> None:
        """Run on for some milliseconds of the PC's time."""
        self._console.pump()
        execute_batch(self._device.simulator, _TOGETHER)

    def wait(self, condition: Callable[[], bool], timeout: float, otherwise: str = "time is up") -> None:
        """Run until `condition()`. Raises BoardError(otherwise) after `timeout` seconds of the PC's work: what else it
        does meanwhile is not counted."""
        end = time.thread_time() + timeout
        while not condition():
            if time.thread_time() > end:
                raise BoardError(f"{otherwise} within {timeout:g} s")
            self.step()

    def write(self, data: bytes) -> None:
        """Type `data` on the board's console."""
        self._console.outgoing += data

    def read(self) -> bytes:
        """What the console has given since the last `read`."""
        data = bytes(self._console.incoming)
        self._console.incoming.clear()
        return data

    def start(self, source: str, timeout: float = 60) -> None:
        """Begin to run `source` over the raw REPL; its output is `read()`, up to a 0x04.

        Raises BoardError if the board does not take it.
        """
        self.read()
        self.write(_INTERRUPT + _RAW)
        self._until(_BANNER, timeout, "no raw REPL")
        self.write(source.encode() + _END)
        self._until(b"OK", timeout, "the board did not take the program")

    def exec(self, source: str, timeout: float = 60) -> tuple[bytes, bytes]:
        """Run `source`; what it wrote, and the traceback it ended with. Raises BoardError after `timeout` s."""
        self.start(source, timeout)
        out = self._until(_END, timeout, "the program did not end")
        return out, self._until(_END, timeout, "the program did not end")

    def _until(self, mark: bytes, timeout: float, otherwise: str) -> bytes:
        incoming = self._console.incoming
        self.wait(lambda: mark in incoming, timeout, otherwise)
        before, _, after = bytes(incoming).partition(mark)
        incoming[:] = after
        return before


def check(installed: str) -> None:
    """Raises BoardError for a release of rp2040py that what is put right here was not written for."""
    if not installed.startswith(UPSTREAM):
        raise BoardError(f"rp2040py {installed}: the emulator is made for {UPSTREAM}x; see memchunk_host/emulator")


class _Console:
    """The PC's end of the board's USB serial port.

    rp2040py's answers every read that the board arms, after 10 µs, with nothing: the board would spend most
    of its time in the USB interrupt. A PC sends nothing when it has nothing, so the answer waits for data.
    """

    def __init__(self, device: BaseDevice) -> None:
        self.incoming, self.outgoing = bytearray(), bytearray()
        self.connected = False
        self._held: int | None = None  # bytes the board has asked for
        self._cdc = cdc = device.cdc
        self._answer: Any = cdc.usb.on_endpoint_read
        self._on_reset: Any = cdc.usb.on_reset
        cdc.usb.on_endpoint_read = self._asked
        cdc.usb.on_reset = self._reset
        cdc.on_device_connected = self._connected
        cdc.on_serial_data = self.incoming.extend

    def pump(self) -> None:
        """Hand on what there is to send."""
        fifo = self._cdc.tx_fifo
        while self.outgoing and not fifo.full:
            fifo.push(self.outgoing.pop(0))
        if self._held is not None and not fifo.empty:
            held, self._held = self._held, None
            self._answer(self._cdc._out_endpoint, held)

    def _asked(self, endpoint: int, size: int) -> None:
        if endpoint != self._cdc._out_endpoint or not self._cdc.tx_fifo.empty:
            self._answer(endpoint, size)
        else:
            self._held = size

    def _connected(self) -> None:
        self.connected = True

    def _reset(self) -> None:
        self._held = None
        self.connected = False
        self._on_reset()
