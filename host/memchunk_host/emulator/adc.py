"""The ADC with a voltage that moves: each conversion takes the next value of what plays on its input.

    pico.adc.play(0, samples)      # GPIO26; at the end the last value stays
    pico.adc.taken[0]              # conversions so far

rp2040py converts at the right times, but its round robin leaves the inputs out that it should take
(the field is masked with the shift of another), and DREQ is not looked at when it is enabled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rp2040py.peripherals.adc import (
    CS_AINSEL_MASK,
    CS_AINSEL_SHIFT,
    CS_RROBIN_MASK,
    CS_RROBIN_SHIFT,
    FCS,
    FCS_EN,
    RPADC,
)

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040

BASE = 0x4004C000
_INPUTS = 5


class Adc(RPADC):
    """rp2040py's ADC, its inputs fed sample by sample."""

    def __init__(self, mcu: RP2040) -> None:
        super().__init__(mcu, "ADC")
        self._playing: dict[int, Iterator[int]] = {}
        self.taken = [0] * _INPUTS
        self.overruns = 0

    def play(self, channel: int, values: Iterable[int]) -> None:
        """Let conversions of `channel` (0 to 3 are GPIO26 to 29) give `values`, 0 to 4095, one each."""
        self._playing[channel] = iter(values)
        self.taken[channel] = 0

    def _on_sample_alarm(self) -> None:
        channel = self.current_channel
        if channel in self._playing:
            self.channel_values[channel] = next(self._playing[channel], self.channel_values[channel])
        self.taken[channel] += 1
        self.overruns += bool(self.fcs & FCS_EN and self.fifo.full)
        super()._on_sample_alarm()
        self._update_dma()

    @property
    def _active_channel(self) -> int:
        return (self.cs >> CS_AINSEL_SHIFT) & CS_AINSEL_MASK

    @_active_channel.setter
    def _active_channel(self, channel: int) -> None:
        """What upstream offers after a conversion is ignored: the next input that round robin names, from this one."""
        wanted = (self.cs >> CS_RROBIN_SHIFT) & CS_RROBIN_MASK
        following = [(self._active_channel + step) % _INPUTS for step in range(1, _INPUTS + 1)]
        channel = next((c for c in following if wanted >> c & 1), channel)
        self.cs = self.cs & ~(CS_AINSEL_MASK << CS_AINSEL_SHIFT) | channel << CS_AINSEL_SHIFT

    def write_uint32(self, offset: int, value: int) -> None:
        """As upstream; enabling DREQ with samples waiting asks for their transfer at once."""
        super().write_uint32(offset, value)
        if offset == FCS:
            self._update_dma()
