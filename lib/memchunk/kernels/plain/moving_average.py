"""Running means over rows of little-endian int16. `MovingAverage` tells what its state holds."""


def average(src, dst, rows, state):
    """The mean of the last `window` rows at each of `rows` rows of `src`, into `dst`, which may be `src`.

    A sum is kept mod 2^29. With 2^15 added for each sample of it, it lies between 0 and that.
    """
    channels, window, at = _word(state, 0), _word(state, 4), _word(state, 8)
    lines = 12 + 4 * channels
    for i in range(0, 2 * rows * channels, 2):
        channel = (i >> 1) % channels
        oldest = lines + 2 * (at * channels + channel)
        total = _word(state, 12 + 4 * channel) - _sample(state, oldest) + _sample(src, i) & 0x1FFFFFFF
        state[oldest], state[oldest + 1] = src[i], src[i + 1]
        _keep(state, 12 + 4 * channel, total)
        total = total + (window << 15) & 0x1FFFFFFF
        mean = (total + window // 2) // window - 0x8000
        dst[i], dst[i + 1] = mean & 0xFF, mean >> 8 & 0xFF
        if channel == channels - 1:
            at = (at + 1) % window
    _keep(state, 8, at)


def _sample(buf, i):
    return buf[i] | (buf[i + 1] ^ 0x80) - 0x80 << 8


def _word(state, at):
    return state[at] | state[at + 1] << 8 | state[at + 2] << 16 | state[at + 3] << 24


def _keep(state, at, value):
    for i in range(at, at + 4):
        state[i] = value & 0xFF
        value >>= 8
