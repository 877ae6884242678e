"""Delta: each row of int16 less the row before it.

    Delta(channels=3).encode_into(rows, rows)   # in place

Differences are taken mod 2^16, so that any input comes back. The first row stays as it is.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of, writable
from memchunk.codecs.codec import Codec


class Transform(Codec):
    """A codec that keeps the size, so that in place is into the same memory. Allocates: itself. IRQ-safe: no."""

    def encode(self, chunk):
        """In place. Raises ValueError as `encode_into`. Allocates: 0 B. IRQ-safe: yes."""
        view = chunk.view
        self.encode_into(view, view)  # type: ignore[attr-defined]

    def decode(self, chunk):
        """In place. Raises ValueError as `encode_into`. Allocates: 0 B. IRQ-safe: yes."""
        view = chunk.view
        self.decode_into(view, view)  # type: ignore[attr-defined]


class Delta(Transform):
    """For rows of `channels` little-endian int16. Raises ValueError("channels") beyond 1 to 32767.

    Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, channels):
        if not 1 <= channels < 1 << 15:
            raise ValueError("channels: 1 to 32767")
        self.channels = channels
        self._delta = kernels.delta.delta
        self._undelta = kernels.delta.undelta
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def encode_into(self, src, dst):
        """Differences of `src` into `dst`, which may be the same; returns the bytes written.

        Raises ValueError for part of a row or an odd address; other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._check(src, dst)
        self._delta(src, dst, n >> 1, self.channels)
        return n

    def decode_into(self, src, dst):
        """The sums that undo it; arguments and errors as there. Allocates: 0 B. IRQ-safe: yes."""
        n = self._check(src, dst)
        self._undelta(src, dst, n >> 1, self.channels)
        return n

    def _check(self, src, dst):
        n = size_of(src)
        if n % (2 * self.channels):
            raise ValueError("src: not whole rows")
        return check_int16(src, dst, n)


def check_int16(src, dst, n):
    """`check_into` for a pass that keeps `n` bytes of int16: the same memory, or apart. Returns `n`.

    Raises ValueError for an odd length or address. Allocates: 0 B. IRQ-safe: yes.
    """
    writable(dst, "dst")
    same = kernels.memory.distance(src, dst) == 0
    check_into(src, dst, n, 0 if same else n)
    if n & 1 or kernels.memory.misaligned(src) or kernels.memory.misaligned(dst):
        raise ValueError("src, dst: not aligned int16")
    return n
