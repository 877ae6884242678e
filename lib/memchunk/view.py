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

import memchunk.kernels as kernels

try:
    from uctypes import addressof, bytearray_at
except ImportError:
    bytearray_at = None

# The slice of `view[:]`: made once, since firmware before 1.26 allocates one for each `view[:] = src`.
ALL = type("", (), {"__getitem__": lambda self, part: part})()[:]


class View:
    """A memoryview over `buf` (any contiguous buffer), counted in elements of `buf`.

    `View.zero_alloc` says whether this firmware lets it move without allocating. Where it does not, and on
    CPython, this is the View of `memchunk.slices`: same methods, a slice for each aim.

    Allocates: 4 objects. IRQ-safe: no.
    """

    zero_alloc = True
    aim = kernels.memory.aim
    over = kernels.memory.over

    def __init__(self, buf):
        self._length = len(buf)
        self._shown = memoryview(buf)
        self._word = word = struct.calcsize("P")
        place = id(self._shown)
        if place < 0:  # an id above 1 GB on a 32-bit port loses its top bit
            place += 1 << 31
        self._words = bytearray_at(place + word, 3 * word)
        self._place, _, self._items = struct.unpack("PPP", self._words)


buf = bytearray(b"0123456789")
view = bytearray_at is not None and View(memoryview(buf)[5:9])
if not view or view._place >> 8 != 5 or (view._items ^ addressof(buf)) & 0x3FFFFFFF or view.aim(1, 4) != b"678":
    from memchunk.slices import View  # noqa: F811
del buf, view
