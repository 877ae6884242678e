"""The clocks that firmware chose: rp2040py runs its serial ports from 125 MHz whatever the registers say.

    peripheral(mcu)      # Hz of clk_peri; MicroPython takes the USB PLL's 48 MHz for it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

SYSTEM = 125e6  # Hz, whatever `machine.freq` asks for: rp2040py counts all instructions so
_USB_PLL = 48e6
_CLK_PERI_CTRL = 0x40008048
_AUXSRC, _FROM_USB_PLL = 0xE0, 0x40  # RP2040 datasheet, 2.15.7


def peripheral(mcu: RP2040) -> float:
    """Hz of clk_peri, which UART and SPI divide."""
    return _USB_PLL if mcu.read_uint32(_CLK_PERI_CTRL) & _AUXSRC == _FROM_USB_PLL else SYSTEM
