"""Base64 undone: see `base64`.

    state   [ waiting | bits: 3 | last | pad | ended | values: 128 ]     one byte each
"""

_LAST, _PAD, _ENDED, _VALUES = 4, 5, 6, 7  # places in the state
_WANTS_ONE, _COMPLETE = 1, 2  # what `ended` is after a padding character


def from_base64(src, n, dst, state):
    """Read `n` digits, carrying on with those that wait in `state`; returns how many bytes they are.

    Or -1 - (place of the error): a character that is not among the digits (`values` tells what each is worth, 255
    for none), padding (the character `pad`, 0 for none) where there is none to be, anything behind it, and bits
    left over that are not zero; with `last` also an end too early. After an error `state` is as before.
    In place: forward, if `dst` starts at `src` or before it and nothing waits; else two bytes more.
    """
    held = state[0]
    bits = state[1] | state[2] << 8 | state[3] << 16
    ended = state[_ENDED]
    at = 0
    for i in range(n):
        byte = src[i]
        value = state[_VALUES + byte] if byte < 128 else 255
        if byte == state[_PAD] and byte:
            if ended == _COMPLETE or not ended and (held < 2 or _loose(bits, held)):
                return -1 - i
            ended = _COMPLETE if ended or held == 3 else _WANTS_ONE
        elif value > 63 or ended:
            return -1 - i
        else:
            bits = bits << 6 | value
            held += 1
            if held == 4:
                at = _put(dst, at, bits, held)
                bits = held = 0
    if state[_LAST]:
        if held == 1 or ended == _WANTS_ONE or held and (_loose(bits, held) or state[_PAD] and not ended):
            return -1 - n
        ended = ended or _COMPLETE
    if ended:
        at = _put(dst, at, bits, held)
        bits = held = 0
    state[0] = held
    state[1], state[2], state[3] = bits & 255, bits >> 8 & 255, bits >> 16
    state[_ENDED] = 0 if state[_LAST] else ended
    return at


def _loose(bits, held):
    """The bits of `held` digits that are no part of a byte."""
    return bits & (1 << 6 * held % 8) - 1


def _put(dst, at, bits, held):
    """The whole bytes of `held` digits."""
    count = 6 * held >> 3
    bits >>= 6 * held % 8
    for k in range(count):
        dst[at + k] = bits >> 8 * (count - 1 - k) & 255
    return at + count
