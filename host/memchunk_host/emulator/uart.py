"""The UART with a wire to it, and time that passes for every byte.

    pico.uart[0].feed(b"$GPGGA")     # to the board, at its baud rate
    pico.uart[0].sent                # what the board has sent so far

rp2040py raises the transmit interrupt whenever it looks, even right after it was cleared: MicroPython's
UART constructor never gets out of its handler. It also has no transmit FIFO.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from rp2040py.peripherals.uart import RPUART, RXFE, RXFF, TXFE, UARTDR, UARTIMSC, UARTRXINTR, UARTTXINTR

from memchunk_host.emulator import clocks

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

BASES = (0x40034000, 0x40038000)
_DEPTH = 32  # bytes of either FIFO
_BITS = 10  # start, eight, stop
_TXFF, _BUSY = 1 << 5, 1 << 3


class Uart(RPUART):
    """rp2040py's UART with a transmit FIFO and a line."""

    def __init__(self, mcu: RP2040, original: RPUART) -> None:
        self._waiting: deque[int] = deque()
        self._coming: deque[int] = deque()
        self.sent = bytearray()
        self.overruns = 0
        self._out = mcu.clock.create_alarm(self._byte_out)
        self._in = mcu.clock.create_alarm(self._byte_in)
        super().__init__(mcu, original.name, original.irq, original.dreq)

    def feed(self, data: bytes) -> None:
        """Send `data` to the board, after what is still on its way."""
        idle = not self._coming
        self._coming.extend(data)
        if idle and self._coming:
            self._in.schedule(self._byte_nanos)

    @property
    def _byte_nanos(self) -> float:
        return _BITS * 16e9 * (self.baud_divider or 1) / clocks.peripheral(self.rp2040)

    @property
    def flags(self) -> int:
        """UARTFR."""
        reading = (RXFF if self.rx_fifo.full else 0) | (RXFE if self.rx_fifo.empty else 0)
        full = _TXFF if len(self._waiting) >= _DEPTH else 0
        return reading | full | (_BUSY if self._waiting else TXFE)

    def check_interrupts(self) -> None:
        """Set the interrupt line as status and mask have it."""
        self.rp2040.set_interrupt(self.irq, bool(self._interrupt_status & self._interrupt_mask))

    def write_uint32(self, offset: int, value: int) -> None:
        """As upstream, but for a byte to send and for the mask."""
        if offset == UARTDR:
            if not self._waiting:
                self._out.schedule(self._byte_nanos)
            if len(self._waiting) < _DEPTH:
                self._waiting.append(value & 0xFF)
            return
        super().write_uint32(offset, value)
        if offset == UARTIMSC and value & UARTRXINTR and not self.rx_fifo.empty:
            self._interrupt_status |= UARTRXINTR
            self.check_interrupts()

    def _byte_out(self) -> None:
        value = self._waiting.popleft()
        self.sent.append(value)
        if self.on_byte:
            self.on_byte(value)
        if self._waiting:
            self._out.schedule(self._byte_nanos)
        if len(self._waiting) == _DEPTH // 2:  # PL011: as the level falls through the mark, not while below
            self._interrupt_status |= UARTTXINTR
            self.check_interrupts()

    def _byte_in(self) -> None:
        self.overruns += self.rx_fifo.full
        self.feed_byte(self._coming.popleft())
        if self._coming:
            self._in.schedule(self._byte_nanos)
