"""Rice coding: rows of little-endian int16 as differences, a quotient in unary and a remainder each.

docs/wire-format.md, section "rice", is the normative description. Places (`at`, `start`, `stop`) and `row` count bytes.
`state` holds the number of channels in its first byte and the parameters, four bits a channel, in the others.
"""

_ESCAPE = 10  # zeros where a value follows as it is
_VERBATIM = 15  # in the place of a parameter: all of the channel's values are as they are
_WORD = 16  # bits of such a value
_MANY = 1 << 29  # a mean of values with this sum is good enough


def choose(src, rows, state):
    """Put the parameters that `rows` rows take the fewest bits with into `state`; returns the packed length."""
    channels = state[0]
    for i in range(channels + 1 >> 1):
        state[1 + i] = 0
    if rows < 2:
        return 2 * channels * rows
    bits = 0
    for channel in range(channels):
        stop = 2 * (channel + rows * channels)
        code = _parameter(src, 2 * channel, stop, 2 * channels)
        state[1 + (channel >> 1)] |= code << (channel & 1) * 4
        bits += _cost(src, 2 * channel, stop, 2 * channels, code)
    return 2 * channels + (channels + 1 >> 1) + (bits + 7 >> 3)


def pack(src, dst, rows, state):
    """Pack `rows` rows with the parameters of `state` into `dst`; returns the length.

    In place: forward, if `dst` starts as far before `src` as docs/wire-format.md says under "Room".
    """
    row = 2 * state[0]
    end = rows * row
    for i in range(min(row, end)):
        dst[i] = src[i]
    if rows < 2:
        return end
    at = row
    for i in range(row + 3 >> 2):
        dst[at] = state[1 + i]
        at += 1
    bits = held = 0
    for i in range(row, end, 2):
        step = _step(src, i, row)
        width = state[1 + (i % row >> 2)] >> (i % row & 2) * 2 & 15
        if width == _VERBATIM:
            width = _WORD
        elif step >> width < _ESCAPE:
            held += step >> width
            bits |= 1 << held
            held += 1
        else:
            held += _ESCAPE
            width = _WORD
        while held >= 8:  # now, for less than 30 bits at any time
            dst[at] = bits & 0xFF
            bits >>= 8
            held -= 8
            at += 1
        bits |= (step & (1 << width) - 1) << held
        held += width
        while held >= 8:
            dst[at] = bits & 0xFF
            bits >>= 8
            held -= 8
            at += 1
    if held:
        dst[at] = bits
        at += 1
    return at


def _step(src, at, row):
    """Zigzag of the difference between the int16 at `at` and the one a row before it."""
    now = src[at] | src[at + 1] << 8
    before = src[at - row] | src[at - row + 1] << 8
    step = now - before & 0xFFFF
    return (step << 1 & 0xFFFF) ^ (0xFFFF if step & 0x8000 else 0)


def _parameter(src, start, stop, row):
    """The best of those from what fits the mean value down to where it gets worse."""
    total = count = 0
    i = start + row
    while i < stop and total < _MANY:
        total += _step(src, i, row)
        count += 1
        i += row
    k = 0
    while total >= count and k < _VERBATIM - 1:
        total >>= 1
        k += 1
    code = _VERBATIM
    best = _cost(src, start, stop, row, code)
    while k >= 0:
        cost = _cost(src, start, stop, row, k)
        if cost > best:
            break
        if cost < best:
            best = cost
            code = k
        k -= 1
    return code


def _cost(src, start, stop, row, k):
    """Bits of a channel's values."""
    cost = 0
    i = start + row
    while i < stop:
        if k == _VERBATIM:
            cost += _WORD
        else:
            quotient = _step(src, i, row) >> k
            cost += quotient + 1 + k if quotient < _ESCAPE else _ESCAPE + _WORD
        i += row
    return cost
