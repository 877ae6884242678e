"""View where a memoryview can't be re-aimed: a slice each time.

    from memchunk.view import View      # this one, on CPython and on firmware of another layout
"""

_RELEASES = hasattr(memoryview, "release")  # CPython


class View:
    """As `memchunk.view` tells. On CPython each slice is released when the next is made: code that kept it
    fails in its tests on the PC. Allocates: 2 objects. IRQ-safe: no.
    """

    zero_alloc = False

    def __init__(self, buf):
        self._whole = memoryview(buf)
        self._shown = None

    def aim(self, start, stop):
        """As there. Allocates: 16 B, 32 on 64-bit ports. IRQ-safe: no."""
        if not 0 <= start <= stop <= len(self._whole):
            raise ValueError("start, stop")
        return self._show(self._whole[start:stop])

    def over(self, buf, start, n):
        """As there. Allocates: twice as much as `aim`. IRQ-safe: no."""
        return self._show(memoryview(buf)[start : start + n])

    def _show(self, view):
        if _RELEASES and self._shown is not None:
            self._shown.release()
        self._shown = view
        return view
