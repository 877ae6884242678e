"""G.711: audio samples of 16 bits in eight, louder ones coarser.

    Ulaw().encode(chunk)                        # North America, Japan
    n = Alaw().decode_into(received, samples)   # elsewhere

ITU-T Recommendation G.711 (1988), tables 1 and 2; WAV formats 7 and 6, RTP payload types 0 and 8. Of a sample the
upper 14 bits (µ-law) or 13 (A-law) matter. Every byte is a code, so that nothing received can be broken, and samples
stand alone: pieces may be joined.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of
from memchunk.codecs.codec import Codec


class Ulaw(Codec):
    """For little-endian int16. Allocates: itself. IRQ-safe: no."""

    def __init__(self):
        self._encode = kernels.g711.ulaw
        self._decode = kernels.g711.unulaw
        self._odd = kernels.memory.misaligned

    def max_len(self, size):
        """What `size` bytes become, exactly. Allocates: 0 B. IRQ-safe: yes."""
        return size >> 1

    def encode_into(self, src, dst):
        """The codes of `src` into `dst`, which may be `src`; returns the bytes written: half.

        Raises ValueError for half a sample or an odd address of `src`; other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, n >> 1, 0)
        self._check(n, src, "src")
        self._encode(src, dst, n >> 1)
        return n >> 1

    def decode_into(self, src, dst):
        """The samples of `src` into `dst`; returns the bytes written: twice as many.

        Raises ValueError for an odd address of `dst`; other errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, 2 * n, n)
        self._check(0, dst, "dst")
        self._decode(src, dst, n)
        return 2 * n

    def encode(self, chunk):
        """In place. Raises ValueError as `encode_into`; nothing changes. Allocates: 0 B. IRQ-safe: yes."""
        view = chunk.view
        n = self.encode_into(view, view)
        chunk.set(chunk.start, chunk.start + n)

    def decode(self, chunk):
        """In place, the end where it was.

        Raises ValueError without the headroom (a byte a sample, and one to reach an even address); nothing
        changes. Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        start = chunk.start - n & ~1
        room = chunk.window(start, chunk.stop)
        self._check(0, room, "chunk")
        self._decode(chunk.view, room, n)
        chunk.set(start, start + 2 * n)

    def _check(self, n, buf, name):
        if n & 1:
            raise ValueError(name + ": half a sample")
        if self._odd(buf):
            raise ValueError(name + ": odd address")


class Alaw(Ulaw):
    """The same by A-law. Allocates: itself. IRQ-safe: no."""

    def __init__(self):
        super().__init__()
        self._encode = kernels.g711.alaw
        self._decode = kernels.g711.unalaw
