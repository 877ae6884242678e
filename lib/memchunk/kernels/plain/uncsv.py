"""Rows of integers out of lines of decimal text: see `csv`."""

_CHANNELS, _SEPARATOR, _END, _DECIMALS = 1, 3, 4, 6  # places in the state
_MINUS, _POINT, _ZERO, _NINE = 45, 46, 48, 57


def fields(src, n, state):
    """How many values at most `n` bytes of text are."""
    count = 0
    for i in range(n):
        count += src[i] == state[_SEPARATOR] or src[i] == state[_END]
    return count


def from_csv(src, n, dst, state):
    """Read `n` bytes of text into values at `dst`; returns how many bytes these are, or -1 - (place of the error).

    A value is a minus or none, digits, and with `decimals` a point and so many more. The place is the end, that of
    a character that cannot be there, or of a digit that leads out of the range. In place: forward, if `dst` starts
    at `src` or before it, and with int32 2·fields or more bytes before it.
    """
    at = column = i = 0
    while i < n:
        negative = src[i] == _MINUS
        i += negative
        first = i
        point = -1
        low = high = 0
        while i < n and _belongs(src[i], i, first, point, state[_DECIMALS]):
            if src[i] == _POINT:
                point = i
            else:
                low = low * 10 + src[i] - _ZERO
                high = high * 10 + (low >> 16)
                low &= 0xFFFF
                if _beyond(high, low, negative, state[0]):
                    return -1 - i
            i += 1
        if i == n or i == first or state[_DECIMALS] and (point < 0 or i - 1 - point < state[_DECIMALS]):
            return -1 - i
        column += 1
        if column == state[_CHANNELS] | state[_CHANNELS + 1] << 8:
            column = 0
        if src[i] != (state[_SEPARATOR] if column else state[_END]):
            return -1 - i
        i += 1
        _put(dst, at, high, low, negative, state[0])
        at += state[0]
        if state[_END + 1] and not column:
            if i == n or src[i] != state[_END + 1]:
                return -1 - i
            i += 1
    return -1 - n if column else at


def _belongs(byte, i, first, point, decimals):
    """Whether a value that starts at `first` goes on with `byte`."""
    if byte == _POINT:
        return decimals and point < 0 and i > first
    return _ZERO <= byte <= _NINE and (point < 0 or i - point <= decimals)


def _beyond(high, low, negative, size):
    if size == 2:
        return high or low > 0x7FFF + negative
    return high > 0x8000 or high == 0x8000 and low >= negative


def _put(dst, at, high, low, negative, size):
    if negative:
        high = (high ^ 0xFFFF) + (low == 0)
        low = -low
    dst[at] = low & 255
    dst[at + 1] = low >> 8 & 255
    if size == 4:
        dst[at + 2] = high & 255
        dst[at + 3] = high >> 8 & 255
