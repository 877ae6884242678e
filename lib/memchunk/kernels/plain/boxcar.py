"""The means of groups of rows of little-endian int16. `Boxcar` tells what its state holds."""


def boxcar(src, dst, rows, state):
    """The mean of each `factor` rows of `src`, into `dst`, which may start at `src` or before; returns the rows."""
    channels, factor, waiting = _word(state, 0), _word(state, 4), _word(state, 8)
    made = 0
    for i in range(0, 2 * rows * channels, 2):
        channel = (i >> 1) % channels
        if channel == 0:
            waiting += 1
        place = 12 + 4 * channel
        total = _word(state, place) + (src[i] | (src[i + 1] ^ 0x80) << 8)
        if waiting == factor:
            mean = (total + factor // 2) // factor
            dst[made], dst[made + 1] = mean & 0xFF, mean >> 8 ^ 0x80
            made += 2
            total = 0
        _keep(state, place, total)
        if waiting == factor and channel == channels - 1:
            waiting = 0
    _keep(state, 8, waiting)
    return made // (2 * channels)


def _word(state, at):
    return state[at] | state[at + 1] << 8 | state[at + 2] << 16 | state[at + 3] << 24


def _keep(state, at, value):
    for i in range(at, at + 4):
        state[i] = value & 0xFF
        value >>= 8
