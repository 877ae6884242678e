"""Places in memory, copies and searches."""

from memchunk.port import address

_FAR = 1 << 28


def distance(a, b):
    """Bytes from the start of `a` to the start of `b`, within ±2^28 so that it is a small int."""
    if address is None:  # unknowable here; call everything far apart
        return _FAR
    return max(-_FAR, min(_FAR, address(b) - address(a)))


def misaligned(buf):
    """1 if `buf` starts at an odd address, else 0."""
    return 0 if address is None else address(buf) & 1


def copy(src, dst, plan):
    """dst[plan[1] : plan[1]+plan[2]] = src[plan[0] : plan[0]+plan[2]], elements of plan[3] bytes."""
    start, to = plan[0], plan[1]
    for i in range(plan[2]):
        dst[to + i] = src[start + i]


def find(buf, start, stop, value):
    """Index of the first byte `value` in buf[start:stop], or -1."""
    for i in range(start, stop):
        if buf[i] == value:
            return i
    return -1
