"""Zigzag: signed numbers near zero to small unsigned ones, 0 -1 1 -2 to 0 1 2 3.

    Zigzag().encode_into(differences, differences)

Protocol Buffers encoding, "Signed integers", sint32; here on little-endian int16.
"""

import memchunk.kernels as kernels
from memchunk.codecs import size_of
from memchunk.codecs.delta import Transform, check_int16


class Zigzag(Transform):
    """For little-endian int16. Allocates: itself. IRQ-safe: no."""

    def __init__(self):
        self._zigzag = kernels.delta.zigzag
        self._unzigzag = kernels.delta.unzigzag
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def encode_into(self, src, dst):
        """`src` into `dst`, which may be the same; returns the bytes written.

        Raises ValueError for an odd length or address; other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = check_int16(src, dst, size_of(src))
        self._zigzag(src, dst, n >> 1)
        return n

    def decode_into(self, src, dst):
        """Undo it; arguments and errors as there. Allocates: 0 B. IRQ-safe: yes."""
        n = check_int16(src, dst, size_of(src))
        self._unzigzag(src, dst, n >> 1)
        return n
