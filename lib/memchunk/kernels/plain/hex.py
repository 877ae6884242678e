"""Base16 (RFC 4648, section 8)."""


def to_hex(src, n, dst, digits):
    """Write the first `n` bytes of `src` as two of the sixteen `digits` each; returns the length.

    In place: forward, if `dst` starts `n` or more bytes before `src` in the same memory.
    """
    for i in range(n):
        byte = src[i]
        dst[2 * i] = digits[byte >> 4]
        dst[2 * i + 1] = digits[byte & 15]
    return 2 * n
