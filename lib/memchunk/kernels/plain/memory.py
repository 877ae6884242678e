"""Places in memory, and the two ways to move a View to one, as its methods."""

from struct import pack_into

try:
    from uctypes import addressof as address
except ImportError:
    try:
        from memchunk._cpython import address  # type: ignore[no-redef]
    except ImportError:  # a port without uctypes: nothing can be said of places in memory
        address = None  # type: ignore[assignment]


def distance(a, b):
    """Bytes from the start of `a` to the start of `b`, within ±2^28 so that it is a small int."""
    if address is None:  # unknowable here; call everything far apart
        return 1 << 28
    return max(-1 << 28, min(1 << 28, address(b) - address(a)))


def misaligned(buf):
    """1 if `buf` starts at an odd address, else 0."""
    return 0 if address is None else address(buf) & 1


def aim(self, start, stop):
    """The memoryview over elements `start` to `stop`, valid until the next aim.

    On MicroPython it is always the same object. On CPython the previous one is released first, so
    code that kept it fails. Raises ValueError unless 0 <= start <= stop <= length; the view stays.

    Allocates: 0 B (16 B, 32 on 64-bit ports, where `zero_alloc` is False). IRQ-safe: yes.
    """
    if not 0 <= start <= stop <= self._length:
        raise ValueError("start, stop")
    pack_into("PPP", self._words, 0, self._place + (start << 8), stop - start, self._items)
    return self._shown


def over(self, buf, start, n):
    """The memoryview over `n` elements of another buffer, from `start` on, until the next aim.

    For those who have checked that the buffer is so long, of this one's element size, and writable if
    they write, and who keep it: a view of what is inside of another buffer does not. Allocates: 0 B (a slice
    where `zero_alloc` is False; with plain kernels the address, 16 B, of a buffer above 1 GB on a 32-bit port).
    IRQ-safe: yes.
    """
    start = start << 8 | self._place & 0xFF  # in two calls and so: a larger frame would come from the heap
    pack_into("PP", self._words, 0, start, n)
    pack_into("P", self._words, 2 * self._word, address(buf))
    return self._shown
