"""Cascades of second-order sections over rows of little-endian int16. `Biquad` tells what its state holds."""

_ONE = 14  # bits behind the point


def biquad(src, dst, rows, state):
    """Filter `rows` rows of `src` into `dst`, which may be `src`; `state` is carried on."""
    channels, sections = _word(state, 0), _word(state, 4)
    lines = 8 + 20 * sections
    for i in range(0, 2 * rows * channels, 2):
        line = lines + 12 * (sections + 1) * ((i >> 1) % channels)
        value = src[i] | (src[i + 1] ^ 0x80) - 0x80 << 8
        for section in range(sections):
            out = _section(state, 8 + 20 * section, line, value)
            _shift_in(state, line, value)
            value = out
            line += 12
        _shift_in(state, line, value)
        dst[i], dst[i + 1] = value & 0xFF, value >> 8 & 0xFF


def _section(state, at, line, value):
    """The next sample that comes out of a section: sums of high and low bytes, so that none outgrows a small int."""
    b0 = _word(state, at)
    high, low = b0 * (value >> 8), b0 * (value & 0xFF) + _word(state, line + 8) + (1 << _ONE >> 1)
    for k in range(4):
        factor = _word(state, at + 4 + 4 * k)
        before = line + 4 * (k & 1) + 12 * (k >> 1)
        if k >= 2:
            factor = -factor
        high += factor * ((state[before + 1] ^ 0x80) - 0x80)
        low += factor * state[before]
    high += low >> 8
    left = ((high & (1 << _ONE - 8) - 1) << 8 | low & 0xFF) - (1 << _ONE >> 1)
    high >>= _ONE - 8
    value = max(-0x8000, min(0x7FFF, high))
    _keep(state, line + 8, left if value == high else 0)
    return value


def _shift_in(state, line, value):
    for i in range(line, line + 4):
        state[i + 4] = state[i]
    _keep(state, line, value)


def _keep(state, at, value):
    for i in range(at, at + 4):
        state[i] = value & 0xFF
        value >>= 8


def _word(state, at):
    """Of 24 bits and a sign."""
    return (state[at] | state[at + 1] << 8 | state[at + 2] << 16) - ((state[at + 3] & 1) << 24)
