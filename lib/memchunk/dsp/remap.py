"""Remap: the channels of a row in another order, and turned round, as a sensor's axes on its board.

    level = Remap((2, 1, -3))                   # x is the second channel, y the first, z the third, upside down
    level.apply_into(rows, rows)                # or a stage
"""

from struct import pack_into

import memchunk.kernels as kernels
from memchunk.dsp import Transform


class Remap(Transform):
    """For int16 rows of as many channels as `axes` is long: of each the channel it comes from, counted from 1.

    A minus turns it round: -(-32768) is 32767. A channel may be taken more than once, or not at all.

    Raises ValueError("axes") for what is no channel, ("channels") without any.
    Allocates: itself and 4 bytes a channel. IRQ-safe: no.
    """

    def __init__(self, axes):
        n = len(axes)
        for axis in axes:
            if not 1 <= abs(axis) <= min(n, 0x7FFF):
                raise ValueError("axes: from 1 to the number of channels, or minus that")
        super().__init__(n)
        self._table = bytearray(4 * n + 2)
        pack_into("<h", self._table, 0, n)
        for i in range(n):
            pack_into("<h", self._table, 2 * i + 2, axes[i])
        self._remap = kernels.remap.remap

    def apply_into(self, src, dst):
        """Remap the rows of `src` into `dst`, which may be the same; returns the bytes written.

        Raises ValueError("src") for part of a row or an odd address; other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._check(src, dst)
        self._remap(src, dst, n // self.row_size, self._table)
        return n
