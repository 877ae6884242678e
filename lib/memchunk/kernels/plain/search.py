"""Searches."""


def find(buf, start, stop, value):
    """Index of the first byte `value` in buf[start:stop], or -1."""
    for i in range(start, stop):
        if buf[i] == value:
            return i
    return -1
