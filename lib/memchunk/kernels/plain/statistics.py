"""Running minimum, maximum, sum and sum of squares of each channel of int16 rows, in exact integers.

    state   rows:u64 | minimum:i32 | maximum:i32 | sum:i64 | squares:u96 | minimum:i32 | …      little-endian
"""

_ROWS = 8  # bytes
_CHANNEL = 28


def statistics(src, rows, state, channels):
    """Carry `state` on over `rows` × `channels` int16."""
    _add(state, 0, _ROWS, rows)
    end = 2 * channels * rows
    for channel in range(channels):
        at = _ROWS + _CHANNEL * channel
        low, high = _int16(state, at), _int16(state, at + 4)
        i = 2 * channel
        while i < end:
            value = _int16(src, i)
            low = min(low, value)
            high = max(high, value)
            _add(state, at + 8, at + 16, value)
            # A square is up to 2^30, no small int where those have 31 bits: by bytes.
            _add(state, at + 17, at + 28, value * (value >> 8))
            _add(state, at + 16, at + 28, value * (value & 0xFF))
            i += 2 * channels
        _put(state, at, low)
        _put(state, at + 4, high)


def _add(buf, at, stop, value):
    """Add to the number in bytes `at` to `stop`."""
    while value and at < stop:
        value += buf[at]
        buf[at] = value & 0xFF
        value >>= 8
        at += 1


def _put(buf, at, value):
    for i in range(at, at + 4):
        buf[i] = value & 0xFF
        value >>= 8


def _int16(buf, at):
    value = buf[at] | buf[at + 1] << 8
    return value - 0x10000 if value & 0x8000 else value
