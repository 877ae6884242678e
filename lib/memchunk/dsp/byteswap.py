"""Byteswap: elements of two or four bytes turned round, for what sends or wants the high byte first.

    swap = Byteswap()
    swap.apply_into(big_endian, rows)           # or in place
    Pipeline(source, [Byteswap(4, channels=2), ...], sink)
"""

import memchunk.kernels as kernels
from memchunk.dsp import Transform


class Byteswap(Transform):
    """For elements of `itemsize` bytes, 2 or 4, at any address; a chunk's `rows` count `channels` of them.

    Raises ValueError("itemsize"), or ("channels") below 1. Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, itemsize=2, channels=1):
        if itemsize != 2 and itemsize != 4:
            raise ValueError("itemsize: 2 or 4")
        super().__init__(channels, itemsize)
        self._shift = itemsize >> 1  # 1 or 2: bytes to elements
        self._swap = kernels.byteswap.swap16 if itemsize == 2 else kernels.byteswap.swap32

    def apply_into(self, src, dst):
        """Turn the elements of `src` round into `dst`, which may be the same; returns the bytes written.

        Raises ValueError("src") for part of a row; other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._fits(src, dst)
        self._swap(src, dst, n >> self._shift)
        return n
