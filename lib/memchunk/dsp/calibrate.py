"""Calibrate: offset and gain for each channel, in fixed point.

    calibrate = Calibrate(offset=(12, -7, 30), gain=(0.981, 1.004, 0.997))
    calibrate.apply_into(rows, rows)            # or a stage

Each sample becomes (sample - offset) · gain, half rounded up (towards +∞), and stays within int16: -32768 or 32767
beyond. The difference and the product are exact in between.
"""

from struct import pack_into

import memchunk.kernels as kernels
from memchunk.dsp import Transform

_FINEST, _COARSEST = 15, 8  # Q15 to Q8


class Calibrate(Transform):
    """For as many channels as `offset` (int16) and `gain` (numbers) are long.

    Gains are rounded to int16 in units of 2^-shift: Q15 if all of them are below 1, else the finest that holds them
    all, as Q14 to just under 2, and Q8 to just under 128. `shift` tells which.

    Raises ValueError("channels") without any, ValueError("offset") outside of int16, ValueError("gain") if it is not
    as long or one is beyond ±127.998. Allocates: itself and 8 bytes a channel. IRQ-safe: no.
    """

    def __init__(self, offset, gain):
        super().__init__(len(offset))
        if len(gain) != len(offset):
            raise ValueError("gain: one for each channel")
        self.shift = _finest(gain)
        self._table = bytearray(8 * len(offset) + 8)
        pack_into("<ii", self._table, 0, len(offset), self.shift)
        for i in range(len(offset)):
            if not -0x8000 <= offset[i] <= 0x7FFF:
                raise ValueError("offset: not int16")
            pack_into("<ii", self._table, 8 * i + 8, offset[i], round(gain[i] * (1 << self.shift)))
        self._calibrate = kernels.calibrate.calibrate

    def apply_into(self, src, dst):
        """Calibrate the rows of `src` into `dst`, which may be the same; returns the bytes written.

        Raises ValueError("src") for part of a row or an odd address; other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._check(src, dst)
        self._calibrate(src, dst, n // self.row_size, self._table)
        return n


def _finest(gain):
    for shift in range(_FINEST, _COARSEST - 1, -1):
        if all(abs(value) * (1 << shift) < 32767.5 for value in gain):  # what rounds to int16
            return shift
    raise ValueError("gain: beyond 127.998")
