"""View: one memoryview, re-aimed at another part of its buffer without allocating.

    view = View(buf)
    sensor.readinto(view.aim(0, 64))      # valid until the next aim

A MicroPython memoryview is four words, and two of them say what it shows:

    type | typecode:8 offset:(bits of a word - 8) | length | buffer

`aim` writes offset and length through an overlay on those words; the buffer word stays, so the collector
keeps the buffer alive. That is an internal layout: it is checked once at import on a probe, and where it
differs each aim makes a slice instead.
"""

import struct

from memchunk.port import MICROPYTHON, WORD, release

_WORDS = "<QQ" if WORD == 8 else "<II"  # offset and typecode, length

if MICROPYTHON:
    try:
        from uctypes import addressof, bytearray_at
    except ImportError:
        bytearray_at = None


def _overlay(view):
    return bytearray_at(id(view), 4 * WORD)


def layout_matches(overlay):
    """True if `overlay(memoryview)` shows the four words of a memoryview in the expected places.

    Allocates: a probe. IRQ-safe: no.
    """
    buf = bytearray(range(16))
    probe = memoryview(buf)[5:9]
    words = overlay(probe)
    place, length = struct.unpack_from(_WORDS, words, WORD)
    if place >> 8 != 5 or length != 4:
        return False
    if struct.unpack_from(_WORDS, words, 2 * WORD)[1] != addressof(buf):
        return False
    struct.pack_into(_WORDS, words, WORD, place & 0xFF | 11 << 8, 3)
    return bytes(probe) == bytes(buf[11:14])


class View:
    """A memoryview over `buf` (any contiguous buffer), counted in elements of `buf`.

    `View.zero_alloc` says whether this firmware lets it move without allocating; set it to False before
    constructing and every view slices instead.

    Allocates: 3 objects. IRQ-safe: no.
    """

    zero_alloc = MICROPYTHON and bytearray_at is not None and layout_matches(_overlay)

    def __init__(self, buf):
        self._whole = memoryview(buf)
        self._length = len(self._whole)
        self._shown = self._words = None
        if self.zero_alloc:
            self._shown = memoryview(self._whole)
            self._words = _overlay(self._shown)
            self._place = struct.unpack_from(_WORDS, self._words, WORD)[0]

    def aim(self, start, stop):
        """The memoryview over elements `start` to `stop`, valid until the next aim.

        On MicroPython it is always the same object. On CPython the previous one is released first, so
        code that kept it fails. Raises ValueError unless 0 <= start <= stop <= length; the view stays.

        Allocates: 0 B (16 B, 32 on 64-bit ports, where `zero_alloc` is False). IRQ-safe: yes.
        """
        if not 0 <= start <= stop <= self._length:
            raise ValueError("start, stop: outside the buffer")
        if self._words is not None:
            struct.pack_into(_WORDS, self._words, WORD, self._place + (start << 8), stop - start)
            return self._shown
        release(self._shown)
        self._shown = self._whole[start:stop]
        return self._shown
