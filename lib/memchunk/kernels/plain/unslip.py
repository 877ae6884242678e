"""SLIP undone: see `slip`."""

_END, _ESC, _ESC_END, _ESC_ESC = 192, 219, 220, 221


def unescape(src, n, dst):
    """One packet out of `n` bytes: any ENDs, the packet, its END. Returns the length, or -1 - (place of the error).

    Without an END as the last byte nothing is written. In place: forward, if `dst` starts at `src` or before it.
    """
    if not n or src[n - 1] != _END:
        return -1 - n
    i = at = 0
    while src[i] == _END:
        i += 1
        if i == n:
            return 0
    while src[i] != _END:
        byte = src[i]
        i += 1
        if byte == _ESC:
            byte = src[i]
            if byte != _ESC_END and byte != _ESC_ESC:
                return -1 - i
            byte = _END if byte == _ESC_END else _ESC
            i += 1
        dst[at] = byte
        at += 1
    i += 1
    return at if i == n else -1 - i
