"""One format a file, and what all of them check before a kernel runs from one buffer into another."""

from struct import pack_into, unpack_from

import memchunk.kernels as kernels

_TOLD = hasattr(memoryview, "format")  # CPython; elsewhere the items of any buffer are used as bytes


def writable(buf, name):
    """Raise TypeError(name) unless `buf` is a buffer that can be written; nothing is written.

    Allocates: 0 B. IRQ-safe: yes.
    """
    try:
        pack_into("", buf, 0)
    except Exception:  # a BufferError of a view with gaps, which MicroPython does not know
        raise TypeError(name)
    if _TOLD and memoryview(buf).format[-1] != "B":
        raise TypeError(name)


def size_of(src):
    """Bytes in `src`. Raises TypeError("src") for what is not bytes. Allocates: 0 B. IRQ-safe: yes."""
    try:
        unpack_from("", src, 0)
    except Exception:
        raise TypeError("src")
    # MicroPython calls text a buffer.
    if isinstance(src, str) or _TOLD and memoryview(src).format[-1] != "B":
        raise TypeError("src")
    return len(src)


def check_into(src, dst, n, gap):
    """Refuse what a pass from `src` into `dst` could not do, before it writes.

    The pass writes up to `n` bytes, and never over what it has yet to read if `dst` starts `gap` bytes or
    more before `src`. Raises TypeError("src") or ("dst") for what is not bytes or not writable,
    ValueError("dst") if it is too short or overlaps `src` in another way. Allocates: 0 B. IRQ-safe: yes.
    """
    writable(dst, "dst")
    if len(dst) < n:
        raise ValueError("dst: short")
    if -len(src) < kernels.memory.distance(dst, src) < gap:
        raise ValueError("dst: overlaps src")
