"""SLIP (RFC 1055): END between packets, and two bytes for each END or ESC within one."""

_END, _ESC, _ESC_END, _ESC_ESC = 192, 219, 220, 221


def escape(src, n, dst, lead):
    """Escape the first `n` bytes of `src` into `dst`, `lead` ENDs in front and one behind; returns the length.

    In place: forward, if `dst` starts n + lead or more bytes before `src` in the same memory.
    """
    at = lead
    for i in range(lead):
        dst[i] = _END
    for i in range(n):
        byte = src[i]
        if byte == _END:
            dst[at] = _ESC
            at += 1
            byte = _ESC_END
        elif byte == _ESC:
            dst[at] = _ESC
            at += 1
            byte = _ESC_ESC
        dst[at] = byte
        at += 1
    dst[at] = _END
    return at + 1
