"""Chunk: a payload with room in front and behind, so that each stage works on the same bytes.

    chunk = Chunk(bytearray(64), headroom=16, tailroom=4)
    chunk.view[:] = samples
    header = chunk.push(2).view             # now two bytes longer in front

    low             start              stop           high
    | headroom ...  | payload .......  | tailroom ... |

    words   low  start  stop  high  seq  ticks  rows  enc      where machine code finds them
"""

from array import array

from memchunk.port import const
from memchunk.view import View

_LOW = const(0)
_START = const(1)
_STOP = const(2)
_HIGH = const(3)


def _word(n):
    def get(self):
        """A word of the chunk, as its class tells. Allocates: 0 B. IRQ-safe: yes."""
        return self._words[n]

    def set(self, value):
        words = self._words
        if n <= _STOP and not words[_LOW] <= value <= words[_HIGH]:
            raise ValueError("start, stop")
        words[n] = value

    return property(get, set)


class Chunk:
    """Part of `buf` (writable bytes), its payload between `headroom` and `tailroom` bytes kept free.

    `start` and `stop` bound the payload, in bytes of `buf`, which is kept too; set outside of this chunk's part either
    raises ValueError("start, stop"), and nothing changes.
    `seq` is the sequence number, `ticks` the `ticks_us` of the first sample; `rows` and `enc` say what the
    payload holds (see `frame`). The terms are those of Zephyr's net_buf and Linux's sk_buff.
    `words` is where all that is kept, an array of int32 that may hold more.

    Raises ValueError("headroom") if they leave less than nothing for the payload, TypeError if `buf` is read-only,
    TypeError or ValueError if its items are no bytes.
    Allocates: itself, two views and the words. IRQ-safe: no.
    """

    start = _word(1)
    stop = _word(2)
    seq = _word(4)
    ticks = _word(5)
    rows = _word(6)
    enc = _word(7)

    def __init__(self, buf, headroom=0, tailroom=0, words=None):
        memoryview(buf)[0:0] = b""  # raises if it is read-only, or no bytes
        size = len(buf)
        if headroom < 0 or tailroom < 0 or headroom + tailroom > size:
            raise ValueError("headroom")
        self.buf = buf
        self._view = View(buf)
        self._window = View(buf)
        self._words = words = array("i", bytes(32)) if words is None else words
        words[_HIGH] = size
        self.set(headroom, size - tailroom)

    @property
    def view(self):
        """The payload as a memoryview, valid until it is asked for again. Allocates: 0 B. IRQ-safe: yes."""
        words = self._words
        return self._view.aim(words[_START], words[_STOP])

    def window(self, start, stop):
        """A second view, over bytes `start` to `stop` of the buffer, valid until the next `window`.

        What a stage needs to write around the payload before it moves `start` and `stop`.
        Raises ValueError("window") outside of this chunk's part. Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        if start < words[_LOW] or stop > words[_HIGH]:
            raise ValueError("window")
        return self._window.aim(start, stop)

    def set(self, start, stop, moved=0):
        """Let the payload run from `start` to `stop`, which `moved` says is by so many bytes.

        Raises ValueError("start, stop") outside of this chunk's part, or if `moved` is negative; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        words = self._words
        if start | stop | moved < 0 or not words[_LOW] <= start <= stop <= words[_HIGH]:  # `|`: TypeError for a float
            raise ValueError("start, stop")
        words[_START] = start
        words[_STOP] = stop
        return self

    def push(self, n):
        """Grow `n` bytes into the headroom. Raises ValueError beyond it. Allocates: 0 B. IRQ-safe: yes."""
        return self.set(self.start - n, self.stop, n)

    def pull(self, n):
        """Drop `n` bytes from the front. Raises ValueError beyond the end. Allocates: 0 B. IRQ-safe: yes."""
        return self.set(self.start + n, self.stop, n)

    def add(self, n):
        """Grow `n` bytes into the tailroom. Raises ValueError beyond it. Allocates: 0 B. IRQ-safe: yes."""
        return self.set(self.start, self.stop + n, n)

    def trim(self, n):
        """Drop `n` bytes from the end. Raises ValueError beyond the start. Allocates: 0 B. IRQ-safe: yes."""
        return self.set(self.start, self.stop - n, n)

    @property
    def headroom(self):
        """Bytes free in front. Allocates: 0 B. IRQ-safe: yes."""
        return self.start - self._words[_LOW]

    @property
    def tailroom(self):
        """Bytes free behind. Allocates: 0 B. IRQ-safe: yes."""
        return self._words[_HIGH] - self.stop
