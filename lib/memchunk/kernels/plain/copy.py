"""Bytes to another place, which may overlap."""

from .memory import distance


def copy(src, dst, n):
    """The first `n` bytes of `src` to the start of `dst`, as if all were read before the first is written."""
    if 0 < distance(src, dst) < n:
        for i in range(n - 1, -1, -1):
            dst[i] = src[i]
    else:
        for i in range(n):
            dst[i] = src[i]
