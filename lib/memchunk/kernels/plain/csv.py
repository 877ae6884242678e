"""Rows of integers as lines of decimal text.

    state   [ bytes of a value | channels: 2 | separator | end: 2 | decimals ]     one byte each; a second 0 of `end`
                                                                                   is no character
"""

_CHANNELS, _SEPARATOR, _END, _DECIMALS = 1, 3, 4, 6  # places in the state
_MINUS, _POINT, _ZERO = 45, 46, 48
_CHUNK, _CHUNK_DIGITS = 10000, 4  # digits come out of halves: no number goes beyond 30 bits


def to_csv(src, n, dst, state):
    """Write the `n` bytes of whole rows at `src` as text; returns its length.

    Little-endian int16 or int32, at any address. In place: forward, if `dst` starts as many bytes or more before
    `src` as the text may be longer.
    """
    size = state[0]
    channels = state[_CHANNELS] | state[_CHANNELS + 1] << 8
    at = column = i = 0
    while i < n:
        low = src[i] | src[i + 1] << 8
        high = src[i + 2] | src[i + 3] << 8 if size == 4 else 0xFFFF * (low >> 15)
        i += size
        if high & 0x8000:
            low = -low & 0xFFFF
            high = (high ^ 0xFFFF) + (low == 0) & 0xFFFF
            dst[at] = _MINUS
            at += 1
        rest = high % _CHUNK << 16 | low
        at = _put(dst, at, (high // _CHUNK << 16) + rest // _CHUNK, rest % _CHUNK, state[_DECIMALS])
        column += 1
        if column < channels:
            dst[at] = state[_SEPARATOR]
        else:
            column = 0
            dst[at] = state[_END]
            if state[_END + 1]:
                at += 1
                dst[at] = state[_END + 1]
        at += 1
    return at


def _put(dst, at, high, low, decimals):
    """The digits of high · 10,000 + low from `at` on, at least one before the point."""
    width = _CHUNK_DIGITS + 1 if high else 1
    rest = high or low
    while rest > 9:
        rest //= 10
        width += 1
    width = max(width, decimals + 1)
    end = at = at + width + (decimals > 0)
    for k in range(width):
        if k == decimals and k:
            at -= 1
            dst[at] = _POINT
        if k % _CHUNK_DIGITS == 0 and k:
            low = high % _CHUNK
            high //= _CHUNK
        at -= 1
        dst[at] = _ZERO + low % 10
        low //= 10
    return end
