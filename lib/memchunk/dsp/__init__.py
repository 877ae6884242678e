"""One transform a file: rows of interleaved little-endian samples, in place, its state carried from chunk to chunk.

    smooth = MovingAverage(channels=3, window=8)
    smooth.apply_into(rows, rows)               # or into another buffer
    pipeline = Pipeline(source, [smooth, Blockpack(3), Frame(imu)], uart)

Splitting a stream into other pieces of whole rows changes nothing in what comes out.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of, writable
from memchunk.codecs.codec import Stage
from memchunk.port import const

_MOST = const(0x7FFF)  # channels: a kernel keeps them in 16 bits


class Transform(Stage):
    """A stage that writes as many bytes as it reads, or fewer; for rows of `channels` samples of `itemsize` bytes.

    Raises ValueError("channels") outside of 1 to 32767. Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, channels, itemsize=2):
        if not 0 < channels <= _MOST:
            raise ValueError("channels")
        self.channels = channels
        self.row_size = channels * itemsize
        self._misaligned = kernels.memory.misaligned

    def reset(self):
        """Forget what went before. Allocates: 0 B. IRQ-safe: yes."""

    def apply(self, chunk):
        """In place. Raises ValueError as `apply_into`; nothing changes. Allocates: 0 B. IRQ-safe: yes."""
        view = chunk.view
        n = self.apply_into(view, view)  # type: ignore[attr-defined]
        chunk.set(chunk.start, chunk.start + n)
        chunk.rows = n // self.row_size

    __call__ = apply

    def _check(self, src, dst):
        """Bytes of `src`, whole rows at an even address that may go into `dst`: the same memory, or apart."""
        n = self._fits(src, dst)
        if self._misaligned(src) or self._misaligned(dst):
            raise ValueError("src, dst: not aligned")
        return n

    def _fits(self, src, dst):
        """The same at any address, for kernels that go by bytes where they must."""
        n = size_of(src)
        writable(dst, "dst")
        if n % self.row_size:
            raise ValueError("src: part row")
        same = kernels.memory.distance(src, dst) == 0
        check_into(src, dst, n, 0 if same else n)
        return n


class Analysis(Stage):
    """A stage that reads rows of `channels` int16 and leaves them as they are.

    Raises ValueError("channels") outside of 1 to 32767. Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, channels):
        if not 0 < channels <= _MOST:
            raise ValueError("channels")
        self.channels = channels
        self.row_size = 2 * channels
        self._misaligned = kernels.memory.misaligned

    def reset(self):
        """Forget what went before. Allocates: 0 B. IRQ-safe: yes."""

    def __call__(self, chunk):
        """`update` with a chunk's rows. Allocates: 0 B. IRQ-safe: yes."""
        self.update(chunk.view)  # type: ignore[attr-defined]

    def _check(self, src):
        """Rows in `src`, which lies at an even address."""
        n = size_of(src)
        if n % self.row_size:
            raise ValueError("src: part row")
        if self._misaligned(src):
            raise ValueError("src: not aligned")
        return n // self.row_size
