"""Threshold and ZeroCrossing: where a channel went past a level, with hysteresis.

    alarm = Threshold(channels=3, rise=2000, fall=1800)
    alarm.update(rows)                          # or a stage
    for i in range(alarm.count): print(alarm.row(i), alarm.channel(i), alarm.rising(i))

    records   row:u32 | channel:u16 | rising:u8 | 0:u8 | row …       little-endian, in order; `count` of them are valid
"""

from struct import pack_into

import memchunk.kernels as kernels
from memchunk.dsp import Analysis

_HEAD = 24  # bytes of what the kernel keeps before a byte for each channel: see its plain form
_COUNT, _LOST = 4, 8
_RECORD = 8


class Threshold(Analysis):
    """Rising where a sample reaches `rise` after one at `fall` or below, falling the other way round.

    Rows are counted from the start (or `reset`) on, mod 2^30, over all chunks. The side that a channel is first seen
    on is no event. `records` has room for `capacity` events; `lost` counts those that did not fit.

    Raises ValueError("channels") outside of 1 to 32767, ("rise") or ("fall") outside of int16 or unless fall < rise,
    ("capacity") below 1. Allocates: itself, 8 bytes an event, a byte a channel and 24. IRQ-safe: no.
    """

    def __init__(self, channels, rise, fall, capacity=16):
        super().__init__(channels)
        if not -0x8000 <= rise <= 0x7FFF:
            raise ValueError("rise")
        if not -0x8000 <= fall < rise:
            raise ValueError("fall")
        if capacity < 1:
            raise ValueError("capacity")
        self.records = bytearray(_RECORD * capacity)
        self._state = bytearray(_HEAD + channels)
        pack_into("<IHhh", self._state, 12, capacity, channels, rise, fall)
        self._detect = kernels.events.detect

    def update(self, src):
        """Look at the rows of `src`.

        Raises TypeError("src") for what is not bytes, ValueError("src") for part of a row or an odd address.
        Allocates: 0 B. IRQ-safe: yes.
        """
        self._detect(src, self._check(src), self.records, self._state)

    @property
    def count(self):
        """Events in `records`. Allocates: 0 B. IRQ-safe: yes."""
        return _word(self._state, _COUNT)

    @property
    def lost(self):
        """Events that did not fit, at most 2^30 - 1. Allocates: 0 B. IRQ-safe: yes."""
        return _word(self._state, _LOST)

    def row(self, i):
        """The row of event `i`. Raises ValueError("i") if there is none. Allocates: 0 B. IRQ-safe: yes."""
        return _word(self.records, self._place(i))

    def channel(self, i):
        """The channel of event `i`, from 0. Raises ValueError("i"). Allocates: 0 B. IRQ-safe: yes."""
        return _word(self.records, self._place(i) + 4) & 0xFFFF

    def rising(self, i):
        """1 if event `i` went up, 0 if down. Raises ValueError("i"). Allocates: 0 B. IRQ-safe: yes."""
        return self.records[self._place(i) + 6]

    def clear(self):
        """Drop the events, and `lost`; rows are counted on. Allocates: 0 B. IRQ-safe: yes."""
        self._zero(_COUNT, _LOST + 4)

    def reset(self):
        """Forget what went before. Allocates: 0 B. IRQ-safe: yes."""
        self._zero(0, _LOST + 4)
        self._zero(_HEAD, len(self._state))

    def _zero(self, start, stop):
        state = self._state
        while start < stop:
            state[start] = 0
            start += 1

    def _place(self, i):
        if not 0 <= i < self.count:
            raise ValueError("i")
        return _RECORD * i


class ZeroCrossing(Threshold):
    """Rising where a sample is above `hysteresis` after one below -`hysteresis`, falling the other way round.

    Raises ValueError("hysteresis") outside of 0 to 32766; the rest is as for Threshold. Allocates: as there.
    IRQ-safe: no.
    """

    def __init__(self, channels, hysteresis=0, capacity=16):
        if not 0 <= hysteresis < 0x7FFF:
            raise ValueError("hysteresis")
        super().__init__(channels, hysteresis + 1, -1 - hysteresis, capacity)


def _word(buf, at):
    """A number below 2^30."""
    return buf[at] | buf[at + 1] << 8 | buf[at + 2] << 16 | buf[at + 3] << 24
