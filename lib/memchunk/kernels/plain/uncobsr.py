"""COBS/R undone: see `cobsr`."""


def unstuff(src, n, dst):
    """Unstuff the first `n` bytes of `src` into `dst`; returns the length, or -1 - (place of the error).

    In place: forward, if `dst` starts at `src` or before it.
    """
    i = at = 0
    while i < n:
        group = src[i]
        stop = i + group
        if group == 0:
            return -1 - i
        i += 1
        while i < min(stop, n):
            if src[i] == 0:
                return -1 - i
            dst[at] = src[i]
            at += 1
            i += 1
        if stop > n:
            dst[at] = group
            at += 1
        elif group < 255 and i < n:
            dst[at] = 0
            at += 1
    return at
