"""Histogram: how often samples of each size went by.

    loud = Histogram(low=-1000, width=100, bins=20)
    loud.update(rows)                           # or a stage
    loud.count(0), loud.under(), loud.over()    # -1000 to -901, less, 1000 or more
"""

from struct import pack_into

import memchunk.kernels as kernels
from memchunk.dsp import Analysis


class Histogram(Analysis):
    """Of int16 rows: bin k holds the samples from low + k · width to just below low + (k + 1) · width.

    Each channel has its own. A count that reaches 2^30 - 1 stays there.

    Raises ValueError("low") outside of int16, ("width") or ("bins") outside of 1 to 65535, ("channels") below 1.
    Allocates: itself and 4 · (bins + 2) bytes a channel. IRQ-safe: no.
    """

    def __init__(self, low, width, bins, channels=1):
        super().__init__(channels)
        if not -0x8000 <= low <= 0x7FFF:
            raise ValueError("low")
        if not 1 <= width <= 0xFFFF:
            raise ValueError("width")
        if not 1 <= bins <= 0xFFFF:
            raise ValueError("bins")
        self.bins = bins
        self._shape = bytearray(8)
        pack_into("<HhHH", self._shape, 0, channels, low, width, bins)
        self._counts = bytearray(4 * channels * (bins + 2))
        self._histogram = kernels.histogram.histogram
        self._clear = kernels.histogram.clear

    def reset(self):
        """All counts to zero. Allocates: 0 B. IRQ-safe: yes."""
        self._clear(self._counts, len(self._counts) >> 2)

    def update(self, src):
        """Count the samples of `src`.

        Raises TypeError("src") for what is not bytes, ValueError("src") for part of a row or an odd address.
        Allocates: 0 B. IRQ-safe: yes.
        """
        self._histogram(src, self._check(src), self._counts, self._shape)

    def count(self, k, channel=0):
        """Samples in bin `k` of a channel, both counted from 0.

        Raises ValueError("k") or ("channel") for what is none. Allocates: 0 B. IRQ-safe: yes.
        """
        if not 0 <= k < self.bins:
            raise ValueError("k")
        return self._count(k + 1, channel)

    def under(self, channel=0):
        """Samples below the first bin. Raises ValueError("channel"). Allocates: 0 B. IRQ-safe: yes."""
        return self._count(0, channel)

    def over(self, channel=0):
        """Samples above the last bin. Raises ValueError("channel"). Allocates: 0 B. IRQ-safe: yes."""
        return self._count(self.bins + 1, channel)

    def _count(self, place, channel):
        if not 0 <= channel < self.channels:
            raise ValueError("channel")
        counts = self._counts
        at = 4 * (channel * (self.bins + 2) + place)
        return counts[at] | counts[at + 1] << 8 | counts[at + 2] << 16 | counts[at + 3] << 24
