"""What every codec has in common: how much room it needs, and the checks before a kernel runs.

    class Plain(Codec):
        def encode(self, chunk): ...

A codec is a stage of a pipeline: called with a Chunk it encodes in place.
"""

from memchunk import kernels
from memchunk.port import MICROPYTHON, writable


class Codec:
    """Sizes count bytes. A codec that needs room around the payload says so here, before anything is allocated.

    Allocates: itself. IRQ-safe: no.
    """

    def headroom(self, size):
        """Bytes needed in front of a payload of up to `size` to encode it in place. Allocates: 0 B.

        IRQ-safe: yes.
        """
        return 0

    def tailroom(self, size):
        """Bytes needed behind a payload of up to `size`. Allocates: 0 B. IRQ-safe: yes."""
        return 0

    def max_len(self, size):
        """The most that `size` bytes become. Allocates: 0 B. IRQ-safe: yes."""
        return size

    def __call__(self, chunk):
        """`encode(chunk)`. Allocates: 0 B. IRQ-safe: yes."""
        self.encode(chunk)


def check_into(src, dst, room, gap):
    """Refuse what a pass from `src` into `dst` could not do, before it writes.

    The pass writes up to `room` bytes, and never over what it has yet to read if `dst` starts `gap` bytes or
    more before `src`. Raises TypeError("src") or ("dst") for what is not bytes or not writable,
    ValueError("dst") if it is too short or overlaps `src` in another way. Allocates: 0 B. IRQ-safe: yes.
    """
    writable(dst, "dst")
    if not MICROPYTHON and (memoryview(src).itemsize != 1 or memoryview(dst).itemsize != 1):
        raise TypeError("src, dst: not bytes")  # MicroPython tells no item size: `len` of them is used there
    if len(dst) < room:
        raise ValueError("dst: too short")
    if -len(src) < kernels.memory.distance(dst, src) < gap:
        raise ValueError("dst: overlaps src")
