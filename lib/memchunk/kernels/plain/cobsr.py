"""COBS/R out of COBS: see `link`."""


def reduce(buf, n):
    """Leave out the last byte of the `n` stuffed ones where its group's length can hold it; returns the length.

    It can if the byte is not less than that length: who reads it finds the group to end beyond the frame.
    """
    at = 0
    while at + buf[at] < n:
        at += buf[at]
    last = buf[n - 1]
    if buf[at] == 1 or last < buf[at]:
        return n
    buf[at] = last
    return n - 1
