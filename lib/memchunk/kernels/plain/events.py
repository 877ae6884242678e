"""Crossings of two levels in int16 rows, as records.

    state     row:u32 | records:u32 | lost:u32 | room:u32 | channels:u16 | rise:i16 | fall:i16 | 0:u16 | sides
    sides     a byte a channel: 0 not seen yet, 1 at `fall` or below, 2 at `rise` or above
    records   row:u32 | channel:u16 | rising:u8 | 0:u8                            little-endian
"""

_MASK = 0x3FFFFFFF  # of rows, which wrap; where `lost` stays


def detect(src, rows, records, state):
    """Carry `state` on over `rows` rows, and add a record for each channel that changed sides.

    `room` says how many records fit; those that do not are counted as lost.
    """
    channels = _int16(state, 16)
    rise, fall = _int16(state, 18), _int16(state, 20)
    row = _word(state, 0) - _MASK - 1  # a row behind the wrap stays a small int, too
    for i in range(rows * channels):
        value = _int16(src, 2 * i)
        side = 24 + i % channels
        now = 2 if value >= rise else 1 if value <= fall else state[side]
        if now != state[side]:
            if state[side]:
                _record(records, state, row + i // channels & _MASK, i % channels | now - 1 << 16)
            state[side] = now
    _put(state, 0, row + rows & _MASK)


def _record(records, state, row, what):
    n = _word(state, 4)
    if n < _word(state, 12):
        _put(records, 8 * n, row)
        _put(records, 8 * n + 4, what)
        _put(state, 4, n + 1)
    else:
        _put(state, 8, min(_word(state, 8), _MASK - 1) + 1)


def _word(buf, at):
    return buf[at] | buf[at + 1] << 8 | buf[at + 2] << 16 | buf[at + 3] << 24


def _put(buf, at, value):
    for i in range(at, at + 4):
        buf[i] = value & 0xFF
        value >>= 8


def _int16(buf, at):
    return ((buf[at] | buf[at + 1] << 8) ^ 0x8000) - 0x8000
