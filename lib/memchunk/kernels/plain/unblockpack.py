"""blockpack undone: rows of little-endian int16 from their packed differences.

docs/wire-format.md is the normative description. Places (`at`, `first`, `stop`) and `row` count bytes.
"""

_BLOCK = 8  # rows


def packed_len(src, size, rows, channels):
    """Length of the packed `rows` that `src` starts with, or -1 if it takes more than `size` bytes.

    Or -1 if the unused half of an odd number of widths is not zero.
    """
    row = 2 * channels
    at = min(rows, 1) * row
    left = rows - 1
    while left > 0 and at <= size:
        body = at + (channels + 1 >> 1)
        if body > size:
            return -1
        if channels & 1 and src[body - 1] > 15:
            return -1
        width = 0
        for channel in range(channels):
            width += _width(src, at, channel)
        at = body + (width * min(left, _BLOCK) + 7 >> 3)
        left -= _BLOCK
    return -1 if at > size else at


def unpack(src, dst, rows, channels):
    """Unpack into `rows` × `channels` int16 at `dst`.

    `src` holds at least packed_len bytes, outside of `dst`.
    """
    row = 2 * channels
    end = rows * row
    for i in range(min(row, end)):
        dst[i] = src[i]
    at = first = min(row, end)
    while first < end:
        stop = min(first + _BLOCK * row, end)
        at = _get_values(src, dst, at, first, stop, row)
        first = stop


def _get_values(src, dst, at, first, stop, row):
    header = at
    at += row + 3 >> 2
    bits = held = 0
    for i in range(first, stop, 2):
        width = _width(src, header, (i - first) % row >> 1)
        while held < width:
            bits |= src[at] << held
            held += 8
            at += 1
        step = bits & (1 << width) - 1
        bits >>= width
        held -= width
        step = step >> 1 ^ (0xFFFF if step & 1 else 0)
        step += dst[i - row] | dst[i - row + 1] << 8
        dst[i] = step & 0xFF
        dst[i + 1] = step >> 8 & 0xFF
    return at


def _width(buf, header, channel):
    code = buf[header + (channel >> 1)] >> (channel & 1) * 4 & 15
    return 16 if code == 15 else code
