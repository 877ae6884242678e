"""Consistent overhead byte stuffing, without the delimiter."""


def encode(src, n, dst):
    """Stuff the first `n` bytes of `src` into `dst`; returns the length.

    In place: forward, if `dst` starts max_len(n) - n or more bytes before `src` in the same memory.
    """
    code_at = 0  # where the length of the open group goes
    at = 1
    for i in range(n):
        byte = src[i]
        if at - code_at == 255:  # a full group carries no zero of its own
            dst[code_at] = 255
            code_at = at
            at += 1
        if byte:
            dst[at] = byte
        else:
            dst[code_at] = at - code_at
            code_at = at
        at += 1
    dst[code_at] = at - code_at
    return at


def decode(src, n, dst):
    """Unstuff the first `n` bytes of `src` into `dst`; returns the length, or -1 - (place of the error).

    In place: forward, if `dst` starts at `src` or before it.
    """
    i = at = 0
    while i < n:
        group = src[i]
        stop = i + group
        if group == 0 or stop > n:
            return -1 - i
        i += 1
        while i < stop:
            if src[i] == 0:
                return -1 - i
            dst[at] = src[i]
            at += 1
            i += 1
        if group < 255 and i < n:
            dst[at] = 0
            at += 1
    return at
