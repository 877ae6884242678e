"""FIR in Q15 over rows of little-endian int16. `Fir` tells what its state holds."""


def fir(src, dst, rows, state):
    """Filter `rows` rows of `src` into `dst`, which may be `src`; `state` is carried on.

    The sum of all taps' sizes is below 65536. Samples count as 256 × high + low byte, so that no sum grows
    beyond a small int: (256 × high + low) >> 15 is (high + (low >> 8)) >> 7.
    """
    channels, taps = _word(state, 0), _word(state, 4)
    line = 4 * (taps + 1)
    place = 8 + 4 * taps
    at = _word(state, place)
    for i in range(0, 2 * rows * channels, 2):
        channel = (i >> 1) % channels
        if channel == 0:
            at = (at or taps + 1) - 1
        newest = place + 4 + 2 * line * channel + 4 * at
        _keep(state, newest, src[i], src[i + 1])
        _keep(state, newest + line, src[i], src[i + 1])
        value = _sum(state, newest, taps)
        value = max(-0x8000, min(0x7FFF, value))
        dst[i] = value & 0xFF
        dst[i + 1] = value >> 8 & 0xFF
    state[place], state[place + 1] = at & 0xFF, at >> 8


def _sum(state, newest, taps):
    high, low = 0, 1 << 14
    for k in range(taps):
        tap = _word(state, 8 + 4 * k)
        at = newest + 4 * k
        low += tap * state[at]
        high += tap * ((state[at + 1] ^ 0x80) - 0x80)
    return (high + (low >> 8)) >> 7


def _keep(state, at, low, high):
    state[at], state[at + 1] = low, high
    state[at + 2] = state[at + 3] = 0xFF if high & 0x80 else 0


def _word(state, at):
    """Of 24 bits and a sign."""
    return (state[at] | state[at + 1] << 8 | state[at + 2] << 16) - ((state[at + 3] & 1) << 24)
