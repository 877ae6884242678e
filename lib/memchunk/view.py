"""View: one memoryview, re-aimed at another part of its buffer without allocating.

    view = View(buf)
    sensor.readinto(view.aim(0, 64))      # valid until the next aim

A MicroPython memoryview is four words, and three of them say what it shows:

    type | typecode:8 offset:(bits of a word - 8) | length | buffer

`aim` writes offset and length through an overlay on those words; the buffer word stays, so the collector
keeps the buffer alive. That is an internal layout: the last lines here try it once on a probe, and where it
differs each aim makes a slice instead.
"""

import struct
from array import array

try:
    from uctypes import addressof, bytearray_at
except ImportError:
    bytearray_at = None

_WORD = struct.calcsize("P")


def zeros(typecode, n):
    """`n` zero elements (none below 0) of `typecode`, as `array` knows it. Allocates: them. IRQ-safe: no."""
    return array(typecode, bytes(max(n, 0) * len(bytes(array(typecode, [0])))))


class View:
    """A memoryview over `buf` (any contiguous buffer), counted in elements of `buf`.

    `View.zero_alloc` says whether this firmware lets it move without allocating. Where it does not, and on
    CPython, this is the View of `memchunk.slices`: same methods, a slice for each aim.

    Allocates: 4 objects. IRQ-safe: no.
    """

    zero_alloc = True

    def __init__(self, buf):
        self._whole = memoryview(buf)
        self._shown = memoryview(buf)
        place = id(self._shown)
        if place < 0:  # an id above 1 GB on a 32-bit port loses its top bit
            place += 1 << 31
        self._words = bytearray_at(place + _WORD, 3 * _WORD)
        self._place, _, self._items = struct.unpack("PPP", self._words)

    def aim(self, start, stop):
        """The memoryview over elements `start` to `stop`, valid until the next aim.

        On MicroPython it is always the same object. On CPython the previous one is released first, so
        code that kept it fails. Raises ValueError unless 0 <= start <= stop <= length; the view stays.

        Allocates: 0 B (16 B, 32 on 64-bit ports, where `zero_alloc` is False). IRQ-safe: yes.
        """
        if not 0 <= start <= stop <= len(self._whole):
            raise ValueError("start, stop")
        struct.pack_into("PPP", self._words, 0, self._place + (start << 8), stop - start, self._items)
        return self._shown

    def over(self, buf, start, n):
        """The memoryview over `n` elements of another buffer, from `start` on, until the next aim.

        For those who have checked that the buffer is so long, of this one's element size, and writable if
        they write; it stays alive meanwhile. Allocates: 0 B (a slice where `zero_alloc` is False; the
        address, 16 B, of a buffer above 1 GB on a 32-bit port). IRQ-safe: yes.
        """
        start = start << 8 | self._place & 0xFF  # in two calls and so: for a frame of 11 words, see `Ring`
        struct.pack_into("PP", self._words, 0, start, n)
        struct.pack_into("P", self._words, 2 * _WORD, addressof(buf))
        return self._shown


buf = bytearray(b"0123456789")
view = bytearray_at is not None and View(memoryview(buf)[5:9])
if not view or view._place >> 8 != 5 or view._items != addressof(buf) or view.aim(1, 4) != b"678":
    from memchunk.slices import View  # noqa: F811
del buf, view
