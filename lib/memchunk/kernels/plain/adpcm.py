"""IMA ADPCM: differences of little-endian int16 in four bits, with steps that follow them.

IMA Digital Audio Focus and Technical Working Groups, "Recommended Practices for Enhancing Digital Audio
Compatibility in Multimedia Systems", revision 3.00, 1992, section 6.

    state   | channels | 1 with heads | predictor, low and high byte, index | …     three bytes a channel
    head    | predictor, low and high byte | index | 0 | …     four bytes a channel; the predictor is its first sample
"""

_LAST = 88  # index of the largest step
_STEPS = (
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107,
    118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963,
    1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894,
    6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794,
    32767,
)  # fmt: skip


def encode(src, dst, count, state):
    """Code `count` samples, channel by channel, and carry `state` on.

    In place: forward, if `dst` starts at `src` or before it; with heads two bytes a channel before it.
    """
    channels = state[0]
    i = at = 0
    while state[1] and i < min(channels, count):
        place = 2 + 3 * i
        state[place] = dst[at] = src[2 * i]
        state[place + 1] = dst[at + 1] = src[2 * i + 1]
        dst[at + 2] = state[place + 2]
        dst[at + 3] = 0
        at += 4
        i += 1
    first = i
    while i < count:
        place = 2 + 3 * (i % channels)
        code = _nearest(_signed(src, 2 * i) - _signed(state, place), _STEPS[state[place + 2]])
        _follow(state, place, code)
        if i - first & 1:
            dst[at] |= code << 4
            at += 1
        else:
            dst[at] = code
        i += 1


def decode(src, dst, count, state):
    """`count` samples, channel by channel; returns 0, or -1 - (place of what is broken), and changes nothing then.

    In place: forward, if `dst` starts as far before `src` as it becomes longer.
    """
    channels = state[0]
    heads = min(channels, count) if state[1] else 0
    for at in range(2, 4 * heads, 4):
        if src[at] > _LAST or src[at + 1]:
            return -1 - at - (src[at] <= _LAST)
    at = 4 * heads
    if count - heads & 1:
        last = at + (count - heads >> 1)
        if src[last] > 15:
            return -1 - last
    for i in range(heads):
        place = 2 + 3 * i
        state[place + 2] = src[4 * i + 2]
        state[place] = low = src[4 * i]
        state[place + 1] = dst[2 * i + 1] = src[4 * i + 1]
        dst[2 * i] = low
    for i in range(heads, count):
        place = 2 + 3 * (i % channels)
        code = src[at]
        if i - heads & 1:
            code >>= 4
            at += 1
        _follow(state, place, code & 15)
        dst[2 * i] = state[place]
        dst[2 * i + 1] = state[place + 1]
    return 0


def _signed(buf, at):
    value = buf[at] | buf[at + 1] << 8
    return value - 65536 if value & 0x8000 else value


def _nearest(difference, step):
    """The code: a sign, and how many halves and quarters of a step, and whole ones."""
    code = 0
    if difference < 0:
        code = 8
        difference = -difference
    for bit in (4, 2, 1):
        if difference >= step:
            code |= bit
            difference -= step
        step >>= 1
    return code


def _follow(state, place, code):
    """What the decoder makes of `code`: predictor and index of the channel at `place`."""
    step = _STEPS[state[place + 2]]
    change = step >> 3
    for bit in (4, 2, 1):
        if code & bit:
            change += step
        step >>= 1
    value = _signed(state, place) + (-change if code & 8 else change)
    value = max(-32768, min(32767, value))
    state[place] = value & 0xFF
    state[place + 1] = value >> 8 & 0xFF
    index = state[place + 2] + (2 * (code & 3) + 2 if code & 4 else -1)
    state[place + 2] = max(0, min(_LAST, index))
