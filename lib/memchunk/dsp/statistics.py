"""Statistics: minimum, maximum, mean, RMS and variance of each channel over all that went by.

    level = Statistics(channels=3)
    pipeline = Pipeline(source, [level, Blockpack(3), Frame(imu)], uart)
    level.mean(0), level.rms(2); level.reset()  # for each block

Sums and sums of squares are kept as exact integers of 64 and 96 bits, so that nothing is rounded before it is read
and no year is too long.
"""

from struct import pack_into, unpack_from

import memchunk.kernels as kernels
from memchunk.dsp import Analysis

_ROWS = 8  # bytes of what the kernel keeps: see its plain form
_CHANNEL = 28


class Statistics(Analysis):
    """Of int16 rows. Raises ValueError("channels") below 1. Allocates: itself and 56 bytes a channel. IRQ-safe: no."""

    def __init__(self, channels):
        super().__init__(channels)
        self._blank = bytearray(_ROWS + _CHANNEL * channels)
        for channel in range(channels):
            pack_into("<ii", self._blank, _ROWS + _CHANNEL * channel, 0x7FFF, -0x8000)
        self._state = bytearray(self._blank)
        self._statistics = kernels.statistics.statistics
        self._copy = kernels.copy.copy

    def reset(self):
        """Forget what went before. Allocates: 0 B. IRQ-safe: yes."""
        self._copy(self._blank, self._state, len(self._state))

    def update(self, src):
        """Take the rows of `src` into account.

        Raises TypeError("src") for what is not bytes, ValueError("src") for part of a row or an odd address.
        Allocates: 0 B. IRQ-safe: yes.
        """
        self._statistics(src, self._check(src), self._state, self.channels)

    @property
    def rows(self):
        """How many went by. Allocates: a tuple; the int from 2^30 rows on. IRQ-safe: no."""
        return unpack_from("<Q", self._state, 0)[0]

    def min(self, channel):
        """The least sample of a channel, counted from 0.

        Raises ValueError("channel"), or ("rows") before the first one; so do all that follow.
        Allocates: 0 B. IRQ-safe: yes.
        """
        return self._sample(self._place(channel))

    def max(self, channel):
        """The greatest sample. Allocates: 0 B. IRQ-safe: yes."""
        return self._sample(self._place(channel) + 4)

    def mean(self, channel):
        """As a float. Allocates: it, and integers on the way. IRQ-safe: no."""
        return unpack_from("<q", self._state, self._place(channel) + 8)[0] / self.rows

    def rms(self, channel):
        """The root of the mean of squares, as a float. Allocates: it, and integers on the way. IRQ-safe: no."""
        return (self._squares(channel) / self.rows) ** 0.5

    def variance(self, channel):
        """The mean of squared distances from the mean (of all rows: divided by their number), as a float.

        Exact up to its one division. Allocates: it, and integers on the way. IRQ-safe: no.
        """
        n = self.rows
        total = unpack_from("<q", self._state, self._place(channel) + 8)[0]
        return (self._squares(channel) * n - total * total) / (n * n)

    def _squares(self, channel):
        low, high = unpack_from("<QI", self._state, self._place(channel) + 16)
        return low | high << 64

    def _place(self, channel):
        if not 0 <= channel < self.channels:
            raise ValueError("channel")
        at = _ROWS + _CHANNEL * channel
        if self._sample(at) > self._sample(at + 4):
            raise ValueError("rows: none went by")
        return at

    def _sample(self, at):
        state = self._state
        return ((state[at] | state[at + 1] << 8) ^ 0x8000) - 0x8000
