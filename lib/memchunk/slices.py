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
        self._release()
        self._shown = shown = self._whole[start:stop]
        return shown

    def over(self, buf, start, n):
        """As there. Allocates: twice as much as `aim`. IRQ-safe: no."""
        self._release()
        self._shown = shown = memoryview(buf)[start : start + n]
        return shown

    def _release(self):
        shown, self._shown = self._shown, None
        if _RELEASES and shown is not None:
            shown.release()
