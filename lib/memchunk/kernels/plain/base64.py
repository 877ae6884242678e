"""Base64 (RFC 4648, section 4), of any alphabet.

    state   [ waiting | bits low | bits high | last | padding | alphabet: 64 ]     one byte each
"""

_LAST, _PADDING, _ALPHABET = 3, 4, 5  # places in the state


def to_base64(src, n, dst, state):
    """Write each three bytes as four digits, carrying on with those that wait in `state`; returns the length.

    After `last` the rest is written, too, with the character `padding` if it is not 0; else it waits, and is
    `waiting` bytes (0 to 2), its bits low ones first. In place: forward, if every group of four ends at or before
    the bytes not yet read.
    """
    held = state[0]
    bits = state[1] | state[2] << 8
    at = 0
    for i in range(n):
        bits = bits << 8 | src[i]
        held += 1
        if held == 3:
            at = _put(dst, at, bits, 4, state)
            bits = held = 0
    if held and state[_LAST]:
        end = _put(dst, at, bits << 24 - 8 * held, held + 1, state)
        while state[_PADDING] and end < at + 4:
            dst[end] = state[_PADDING]
            end += 1
        at = end
        bits = held = 0
    state[0] = held
    state[1] = bits & 255
    state[2] = bits >> 8
    return at


def _put(dst, at, bits, count, state):
    """The upper `count` digits of 24 bits."""
    for k in range(count):
        dst[at + k] = state[_ALPHABET + (bits >> 18 - 6 * k & 63)]
    return at + count
