"""Sums of bytes, and sums of those sums: Fletcher-16 and Adler-32.

`state` holds a finished value, big-endian, before and after. `block` is how many bytes are added before the
sums are reduced, 1 to 2,048: more, and they would leave the small ints of a 32-bit board.
"""


def fletcher16(state, src, n, block):
    """Carry the sums modulo 255 in the two bytes of `state` on over the first `n` bytes of `src`."""
    second = state[0]
    first = state[1]
    i = 0
    while i < n:
        stop = min(n, i + block)
        while i < stop:
            first += src[i]
            second += first
            i += 1
        first %= 255
        second %= 255
    state[0] = second
    state[1] = first


def adler32(state, src, n, block):
    """Carry the sums modulo 65521 in the four bytes of `state` on over the first `n` bytes of `src`."""
    second = state[0] << 8 | state[1]
    first = state[2] << 8 | state[3]
    i = 0
    while i < n:
        stop = min(n, i + block)
        while i < stop:
            first += src[i]
            second += first
            i += 1
        first %= 65521
        second %= 65521
    state[0] = second >> 8
    state[1] = second & 0xFF
    state[2] = first >> 8
    state[3] = first & 0xFF
