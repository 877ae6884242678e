"""Boxcar: the mean of each few rows, so that fewer are sent.

    slower = Boxcar(channels=3, factor=4)
    n = slower.apply_into(rows, rows)           # in place: a row of four

    y[r] = floor((x[r · factor] + … + x[r · factor + factor - 1] + factor // 2) / factor), a half rounded upwards

    state   [ channels | factor | rows that wait | channels × sum of them, each taken as 0 to 65535 ]

Rows that do not fill a group wait for the next chunk. Where the rows of a chunk are a multiple of `factor`, none do,
and its time stamp is that of its first group.
"""

import memchunk.kernels as kernels
from memchunk.dsp.filter import Decimator

_MOST = 16383  # a sum of so many stays below 2^30


class Boxcar(Decimator):
    """One row of each `factor` (1 to 16383) of `channels` little-endian int16.

    Raises ValueError("channels") below 1, ValueError("factor").
    Allocates: itself and 4 bytes a channel. IRQ-safe: no.
    """

    def __init__(self, channels, factor):
        super().__init__(channels)
        if not 1 <= factor <= _MOST:
            raise ValueError("factor")
        self.factor = factor
        self._begin(kernels.boxcar.boxcar, (channels, factor), 4 + 4 * channels)
