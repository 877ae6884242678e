"""Bytes to another place, at the speed of the memory.

    copy(chunk.view, spare)                     # to the start of `spare`; returns how many
    copy(memory[8:40], memory[:32])             # places that overlap, too
"""

import memchunk.kernels as kernels
from memchunk.codecs import size_of, writable

_copy = kernels.copy.copy


def copy(src, dst):
    """All bytes of `src` to the start of `dst`, as if they were read before any is written; returns how many.

    Raises TypeError("src") or ("dst") for what is not bytes or not writable, ValueError("dst") if it is too
    short; nothing changes. Allocates: 0 B. IRQ-safe: yes.
    """
    n = size_of(src)
    writable(dst, "dst")
    if len(dst) < n:
        raise ValueError("dst: short")
    _copy(src, dst, n)
    return n
