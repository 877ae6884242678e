"""Chunk: a payload with room in front and behind, so that each stage works on the same bytes.

    chunk = Chunk(bytearray(64), headroom=16, tailroom=4)
    chunk.view[:] = samples
    header = chunk.push(2).view             # now two bytes longer in front

    low             start              stop           high
    | headroom ...  | payload .......  | tailroom ... |
"""

import struct

from memchunk.view import View


class Chunk:
    """Part of `buf` (writable bytes), its payload between `headroom` and `tailroom` bytes kept free.

    `start` and `stop` bound the payload, `low` and `high` the room, in bytes of `buf`, which is kept too.
    `seq` is the sequence number, `ticks` the `ticks_us` of the first sample; `rows` and `enc` say what the
    payload holds (see `frame`). The terms are those of Zephyr's net_buf and Linux's sk_buff.

    Raises ValueError("headroom") if they leave less than nothing for the payload, TypeError if
    `buf` is read-only.
    Allocates: itself and two views. IRQ-safe: no.
    """

    def __init__(self, buf, headroom=0, tailroom=0):
        struct.pack_into("", buf, 0)  # raises TypeError if it is read-only
        size = len(buf)
        if headroom < 0 or tailroom < 0 or headroom + tailroom > size:
            raise ValueError("headroom")
        self.buf = buf
        self._view = View(buf)
        self._window = View(buf)
        self.low = 0
        self.high = size
        self.start = headroom
        self.stop = size - tailroom
        self.seq = self.ticks = self.rows = self.enc = 0

    @property
    def view(self):
        """The payload as a memoryview, valid until it is asked for again. Allocates: 0 B. IRQ-safe: yes."""
        return self._view.aim(self.start, self.stop)

    def window(self, start, stop):
        """A second view, over bytes `start` to `stop` of the buffer, valid until the next `window`.

        What a stage needs to write around the payload before it moves `start` and `stop`.
        Raises ValueError("window") outside of this chunk's part. Allocates: 0 B. IRQ-safe: yes.
        """
        if start < self.low or stop > self.high:
            raise ValueError("window")
        return self._window.aim(start, stop)

    def set(self, start, stop, moved=0):
        """Let the payload run from `start` to `stop`, which `moved` says is by so many bytes.

        Raises ValueError("start, stop") outside of this chunk's part, or if `moved` is negative; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        if moved < 0 or not self.low <= start <= stop <= self.high:
            raise ValueError("start, stop")
        self.start = start
        self.stop = stop
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
        return self.start - self.low

    @property
    def tailroom(self):
        """Bytes free behind. Allocates: 0 B. IRQ-safe: yes."""
        return self.high - self.stop
