"""Cic: the decimating filter without a multiplication, steeper than a boxcar.

    slower = Cic(channels=3, factor=16, order=3)
    n = slower.apply_into(rows, rows)           # in place: a row of sixteen

    x ─▶ order × integrator ─▶ every factor-th row ─▶ order × (v[r] - v[r - delay]) ─▶ (v + half) >> shift

    state   [ channels | factor | order | delay | shift | rows that wait | at | channels × registers ]
    registers of a channel   [ order × integrator | order × delay × comb ]

E. B. Hogenauer, "An economical class of digital filters for decimation and interpolation", IEEE Transactions
on Acoustics, Speech and Signal Processing 29(2), 1981: equation 11 is the width of a register, which may wrap.
The same numbers come from `order` boxcars of factor · delay rows in a row, not divided, at every factor-th row.
Rows that do not fill a group of `factor` wait for the next chunk, as in `Boxcar`.
"""

import memchunk.kernels as kernels
from memchunk.dsp.filter import Decimator

_ROOM = 1 << 16  # times a sample: what a register of 32 bits holds


class Cic(Decimator):
    """One row of each `factor` of `channels` little-endian int16, by `order` stages with combs of `delay`.

    What comes out is `gain` times what goes in, above 0.5 and up to 1.0: (factor · delay) ** order is made up for by
    a shift, rounded, a half upwards. Raises ValueError("channels"), ("factor"), ("order") or ("delay") below 1, and
    ValueError("factor") where factor · delay exceeds 32768, or (factor · delay) ** order 65536: 32 bits a register
    would not do.

    Allocates: itself and 4 bytes a register. IRQ-safe: no.
    """

    def __init__(self, channels, factor, order=3, delay=1):
        super().__init__(channels)
        for name, value in (("factor", factor), ("order", order), ("delay", delay)):
            if value < 1:
                raise ValueError(name)
        if factor * delay > _ROOM // 2 or order > 16 or (factor * delay) ** order > _ROOM:
            raise ValueError("factor: (factor * delay) ** order over 65536")
        shift = 0
        while 1 << shift < (factor * delay) ** order:
            shift += 1
        self.factor = factor
        self.gain = (factor * delay) ** order / (1 << shift)
        stays = (channels, factor, order, delay, shift)
        self._begin(kernels.cic.cic, stays, 8 + 4 * channels * order * (1 + delay))
