"""Base16 undone: see `hex`."""


def from_hex(src, n, dst, state):
    """Read `n` digits of either case; returns how many bytes they are, or -1 - (place of what is none).

    A last digit without another waits in `state`, one byte: 16 more than the digit, or 1 for none. After an error
    `state` is as before. In place: forward, if `dst` starts at `src` or before it.
    """
    held = state[0]
    at = 0
    for i in range(n):
        byte = src[i]
        if 48 <= byte <= 57:  # 0 to 9
            held = held << 4 | byte - 48
        elif 65 <= byte & 0xDF <= 70:  # A to F, a to f
            held = held << 4 | (byte & 0xDF) - 55
        else:
            return -1 - i
        if held > 255:
            dst[at] = held & 255
            at += 1
            held = 1
    state[0] = held
    return at
