"""Places in memory."""

try:
    from uctypes import addressof as address
except ImportError:
    try:
        from memchunk._cpython import address  # type: ignore[no-redef]
    except ImportError:  # a port without uctypes: nothing can be said of places in memory
        address = None  # type: ignore[assignment]

_FAR = 1 << 28


def distance(a, b):
    """Bytes from the start of `a` to the start of `b`, within ±2^28 so that it is a small int."""
    if address is None:  # unknowable here; call everything far apart
        return _FAR
    return max(-_FAR, min(_FAR, address(b) - address(a)))


def misaligned(buf):
    """1 if `buf` starts at an odd address, else 0."""
    return 0 if address is None else address(buf) & 1
