"""FIR: each sample becomes a weighted sum of the last ones of its channel.

    smooth = Fir(channels=3, taps=(0.25, 0.5, 0.25))
    smooth.apply_into(rows, rows)               # in place

    y[r] = sat16((Σ taps[k] · x[r - k] + 2^14) >> 15), in Q15, the sum exact: rounded once, a half upwards

    state   [ channels | taps, T | T × tap | at | channels × 2 × (T + 1) × sample ]

A channel's line of samples, newest first from `at` on, is kept twice in a row, so that the last T + 1 of them
are never broken. T is a multiple of 4: a kernel takes four taps a turn.
"""

import memchunk.kernels as kernels
from memchunk.dsp.filter import Filter, fixed_point

_ONE = 1 << 15
_MOST = 2 * _ONE - 1  # of the sum of all taps: times a sample it stays below 2^31, and so does the rounding


class Fir(Filter):
    """For rows of `channels` little-endian int16; `taps` are ints in Q15 or, if one is not an int, real numbers.

    Taps as scipy.signal.firwin makes them; the first weighs the newest sample. What Q15 makes of them must not
    add up to 2.0 or more in size: more could overflow. Raises ValueError("channels") below 1, ValueError("taps")
    for none or too much.

    Allocates: itself, 4 bytes a tap, and 8 a channel for each of them and one more. IRQ-safe: no.
    """

    def __init__(self, channels, taps):
        super().__init__(channels)
        taps = fixed_point("taps", taps, _ONE)
        if not taps or sum(map(abs, taps)) > _MOST:
            raise ValueError("taps")
        while len(taps) % 4:
            taps.append(0)
        n = len(taps)
        self._begin(kernels.fir.fir, [channels, n] + taps, 4 + 8 * channels * (n + 1))
