"""The checked way to the copy kernel: part of one buffer into part of another, element by element."""

import struct

from memchunk import kernels


def copy(src, start, dst, to, plan):
    """dst[to : to+n] = src[start : start+n] for the n of plan[2], elements of plan[3] bytes.

    `dst` is writable; `plan` is an array("i") of four. Raises ValueError or struct.error where either
    buffer is too short; nothing is written. Allocates: 0 B. IRQ-safe: yes.
    """
    n, size = plan[2], plan[3]
    struct.unpack_from("", src, (start + n) * size)  # raises where the kernel would run over the end
    struct.unpack_from("", dst, (to + n) * size)
    plan[0] = start
    plan[1] = to
    kernels.memory.copy(src, dst, plan)
