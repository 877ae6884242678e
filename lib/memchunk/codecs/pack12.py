"""Samples of 12 bits, two in three bytes.

    Pack12().encode(chunk)                      # three quarters of what it was
    Pack12("mipi", signed=True).decode(chunk)

    little   [a7…a0] [b3…b0 a11…a8] [b11…b4]
    mipi     [a11…a4] [b11…b4] [b3…b0 a3…a0]    MIPI CSI-2, section "RAW12"; V4L2 calls it SRGGB12P

Of an odd number of samples the last takes two bytes: its own of the three, and zeros in the other half.
The upper four bits of the 16 that hold a sample are left out, whatever they are: they hold copies of a sign, or
what a converter tells beside the sample, such as the error bit of the RP2040's ADC FIFO.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of, writable
from memchunk.codecs.codec import Codec
from memchunk.errors import DecodeError

_SIGN = 0x800


class Pack12(Codec):
    """For little-endian int16 or uint16 of which 12 bits count; in `order` "little" or "mipi".

    Decoded they are 0 to 4095, or with `signed` -2048 to 2047. Samples go in pairs: pieces of an even number
    may be joined. Raises ValueError("order"). Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, order="little", signed=False):
        if order == "little":
            self._pack = kernels.pack12.little
            self._unpack = kernels.unpack12.little
        elif order == "mipi":
            self._pack = kernels.pack12.mipi
            self._unpack = kernels.unpack12.mipi
        else:
            raise ValueError("order: little or mipi")
        self._sign = _SIGN if signed else 0
        self._odd = kernels.memory.misaligned

    def max_len(self, size):
        """What `size` bytes become, exactly. Allocates: 0 B. IRQ-safe: yes."""
        count = size >> 1
        return count + (count + 1 >> 1)

    def encode_into(self, src, dst):
        """The samples of `src` into `dst`, which may be `src`; returns the bytes written.

        `dst` has room for max_len(len(src)). Raises ValueError for half a sample or an odd address of `src`;
        other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, self.max_len(n), 0)
        self._check(n, src, "src")
        self._pack(src, dst, n >> 1)
        return self.max_len(n)

    def decode_into(self, src, dst):
        """The samples of `src` into `dst`, which has room for all of them; returns the bytes written.

        Raises DecodeError for bytes that no number of samples takes, and where the half byte behind an odd
        number is not zero; ValueError for an odd address of `dst`; other errors: see `check_into`. Nothing is
        written after an error. Allocates: 0 B. IRQ-safe: yes.
        """
        size_of(src)
        writable(dst, "dst")
        count = _samples(src)
        check_into(src, dst, 2 * count, count >> 1)
        self._check(0, dst, "dst")
        self._unpack(src, dst, count, self._sign)
        return 2 * count

    def encode(self, chunk):
        """In place. Raises ValueError as `encode_into`; nothing changes. Allocates: 0 B. IRQ-safe: yes."""
        view = chunk.view
        n = self.encode_into(view, view)
        chunk.set(chunk.start, chunk.start + n)

    def decode(self, chunk):
        """In place, the end where it was.

        Raises DecodeError as `decode_into`, ValueError without the headroom (half a byte a sample, and one to
        reach an even address); nothing changes. Allocates: 0 B. IRQ-safe: yes.
        """
        count = _samples(chunk.view)
        start = chunk.stop - 2 * count & ~1
        room = chunk.window(start, chunk.stop)
        self._check(0, room, "chunk")
        self._unpack(chunk.view, room, count, self._sign)
        chunk.set(start, start + 2 * count)

    def _check(self, n, buf, name):
        if n & 1:
            raise ValueError(name + ": half a sample")
        if self._odd(buf):
            raise ValueError(name + ": odd address")


def _samples(src):
    """How many `src` holds."""
    n = len(src)
    if n % 3 == 1:
        raise DecodeError("pack12: truncated at byte %d" % n)
    if n % 3 and src[n - 1] > 15:
        raise DecodeError("pack12: broken at byte %d" % (n - 1))
    return 2 * n // 3
