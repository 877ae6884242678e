"""MovingAverage: each sample becomes the mean of the last ones of its channel.

    smooth = MovingAverage(channels=3, window=8)
    smooth.apply_into(rows, rows)               # in place

    y[r] = floor((x[r] + … + x[r - window + 1] + window // 2) / window), a half rounded upwards

    state   [ channels | window | at | channels × sum, mod 2^29 | window rows of int16 ]

The sums run: a row costs the same whatever the window.
"""

import memchunk.kernels as kernels
from memchunk.dsp.filter import Filter

_MOST = 8191  # a sum, each sample of it taken as 0 to 65535, stays below 2^29


class MovingAverage(Filter):
    """Over `window` rows (1 to 8191) of `channels` little-endian int16.

    Raises ValueError("channels") below 1, ValueError("window").
    Allocates: itself, 2 bytes a row of the window and channel and 4 more a channel. IRQ-safe: no.
    """

    def __init__(self, channels, window):
        super().__init__(channels)
        if not 1 <= window <= _MOST:
            raise ValueError("window")
        self._begin(kernels.moving_average.average, (channels, window), 4 + 4 * channels + 2 * channels * window)
