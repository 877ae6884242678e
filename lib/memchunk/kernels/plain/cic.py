"""Hogenauer's decimator over rows of little-endian int16. `Cic` tells what its state holds.

A register is 32 bits that may wrap, and goes as two halves, so that no number grows beyond a small int.
"""

_HEAD = 28  # bytes in front of the registers


def cic(src, dst, rows, state):
    """A row of each `factor` rows of `src`, into `dst`, which may start at `src` or before it; returns the rows."""
    channels, factor = _half(state, 0), _half(state, 4)
    order, delay = _half(state, 8), _half(state, 12)
    waiting, at = _half(state, 20), _half(state, 24)
    size = 4 * order * (1 + delay)
    made = 0
    for i in range(0, 2 * rows * channels, 2):
        channel = (i >> 1) % channels
        if channel == 0:
            waiting += 1
        first = _HEAD + size * channel
        _integrate(state, first, order, src[i], src[i + 1])
        if waiting == factor:
            _comb(state, first, order, delay, at, dst, made)
            made += 2
        if waiting == factor and channel == channels - 1:
            waiting = 0
            at = (at + 1) % delay
    _keep(state, 20, waiting)
    _keep(state, 24, at)
    return made // (2 * channels)


def _integrate(state, at, order, low, high):
    low |= high << 8
    high = 0xFFFF if low & 0x8000 else 0
    for _ in range(order):
        low += _half(state, at)
        high += _half(state, at + 2) + (low >> 16)
        low &= 0xFFFF
        high &= 0xFFFF
        _keep(state, at, low)
        _keep(state, at + 2, high)
        at += 4


def _comb(state, first, order, delay, at, dst, made):
    shift = _half(state, 16)
    low, high = _half(state, first + 4 * order - 4), _half(state, first + 4 * order - 2)
    at = first + 4 * (order + at)
    for _ in range(order):
        before_low, before_high = _half(state, at), _half(state, at + 2)
        _keep(state, at, low)
        _keep(state, at + 2, high)
        low -= before_low
        high = high - before_high + (low >> 16) & 0xFFFF
        low &= 0xFFFF
        at += 4 * delay
    value = (low + (1 << shift >> 1) >> shift) + ((high & (1 << shift) - 1) << 16 - shift)
    dst[made], dst[made + 1] = value & 0xFF, value >> 8 & 0xFF


def _half(state, at):
    return state[at] | state[at + 1] << 8


def _keep(state, at, value):
    state[at], state[at + 1] = value & 0xFF, value >> 8
