"""blockpack: rows of little-endian int16 as differences, eight rows to a block, one width a channel.

docs/wire-format.md is the normative description. Places (`at`, `start`, `stop`) and `row` count bytes.
"""


def pack(src, dst, rows, channels):
    """Pack `rows` × `channels` int16 of `src` into `dst`; returns the length.

    In place: forward, if `dst` starts 2·channels + ceil((rows - 1) / 8)·ceil(channels / 2) bytes or more
    before `src`. Every write then ends before the row that the next difference starts from.
    """
    row = 2 * channels
    end = rows * row
    for i in range(min(row, end)):
        dst[i] = src[i]
    at = start = min(row, end)
    while start < end:
        stop = min(start + 8 * row, end)
        _widths(src, dst, at, start, stop, row)
        at = _values(src, dst, at, start, stop, row)
        start = stop
    return at


def _step(src, at, row):
    """Zigzag of the difference between the int16 at `at` and the one a row before it."""
    now = src[at] | src[at + 1] << 8
    before = src[at - row] | src[at - row + 1] << 8
    step = now - before & 0xFFFF
    return (step << 1 & 0xFFFF) ^ (0xFFFF if step & 0x8000 else 0)


def _widths(src, dst, at, start, stop, row):
    for channel in range(row // 2):
        bits = 0
        i = start + 2 * channel
        while i < stop:  # a range with a step that is no constant would be an object
            bits |= _step(src, i, row)
            i += row
        code = 0
        while bits and code < 15:
            bits >>= 1
            code += 1
        if channel & 1:
            dst[at] |= code << 4
            at += 1
        else:
            dst[at] = code


def _values(src, dst, at, start, stop, row):
    header = at
    at += row + 3 >> 2
    bits = held = 0
    for i in range(start, stop, 2):
        bits |= _step(src, i, row) << held
        code = dst[header + ((i - start) % row >> 2)] >> ((i - start) % row & 2) * 2 & 15
        held += 16 if code == 15 else code
        while held >= 8:
            dst[at] = bits & 0xFF
            bits >>= 8
            held -= 8
            at += 1
    if held:
        dst[at] = bits
        at += 1
    return at
