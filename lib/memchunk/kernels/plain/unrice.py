"""Rice coding undone: rows of little-endian int16 from their packed differences.

docs/wire-format.md, section "rice", is the normative description. Places (`at`, `i`) count bytes.
"""

_ESCAPE = 10  # zeros where a value follows as it is
_VERBATIM = 15  # in the place of a parameter: all of the channel's values are as they are
_WORD = 16  # bits of such a value


def packed_len(src, size, rows, channels):
    """Length of the packed `rows` that `src` starts with, or -1 - (place of what is none) within `size` bytes."""
    at = 2 * channels * min(rows, 1)
    if rows > 1:
        at += channels + 1 >> 1
    if at > size:
        return -1 - size
    if rows < 2:
        return at
    if channels & 1 and src[at - 1] > 15:
        return -at
    header = 2 * channels
    bits = held = channel = 0
    for _ in range((rows - 1) * channels):
        width = src[header + (channel >> 1)] >> (channel & 1) * 4 & 15
        zeros = 0
        if width < _VERBATIM:
            while not bits & 1 and zeros < _ESCAPE:
                if held:
                    bits >>= 1
                    held -= 1
                    zeros += 1
                elif at == size:
                    return -1 - size
                else:
                    bits = src[at]
                    held = 8
                    at += 1
            if zeros < _ESCAPE:
                bits >>= 1
                held -= 1
                if zeros << width > 0xFFFF:
                    return -at
        least = zeros << width if zeros == _ESCAPE else 0
        if width == _VERBATIM or zeros == _ESCAPE:
            width = _WORD
        while held < width:
            if at == size:
                return -1 - size
            bits |= src[at] << held
            held += 8
            at += 1
        if bits & (1 << width) - 1 < least:
            return -at
        bits >>= width
        held -= width
        channel += 1
        if channel == channels:
            channel = 0
    return -at if bits else at


def unpack(src, dst, rows, channels):
    """Unpack into `rows` × `channels` int16 at `dst`.

    `src` holds what packed_len found good, outside of `dst`.
    """
    row = 2 * channels
    end = rows * row
    for i in range(min(row, end)):
        dst[i] = src[i]
    at = row + (channels + 1 >> 1)
    bits = held = 0
    for i in range(row, end, 2):
        width = src[row + (i % row >> 2)] >> (i % row & 2) * 2 & 15
        zeros = 0
        if width < _VERBATIM:
            while not bits & 1 and zeros < _ESCAPE:
                if held:
                    bits >>= 1
                    held -= 1
                    zeros += 1
                else:
                    bits = src[at]
                    held = 8
                    at += 1
            if zeros < _ESCAPE:
                bits >>= 1
                held -= 1
        step = 0
        if width == _VERBATIM or zeros == _ESCAPE:
            width = _WORD
        else:
            step = zeros << width
        while held < width:
            bits |= src[at] << held
            held += 8
            at += 1
        step |= bits & (1 << width) - 1
        bits >>= width
        held -= width
        step = step >> 1 ^ (0xFFFF if step & 1 else 0)
        step += dst[i - row] | dst[i - row + 1] << 8
        dst[i] = step & 0xFF
        dst[i + 1] = step >> 8 & 0xFF
