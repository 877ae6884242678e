"""Chunk: a payload with room in front and behind, so that each stage works on the same bytes.

    chunk = Chunk(bytearray(64), headroom=16, tailroom=4)
    chunk.view[:] = samples
    header = chunk.push(2).view             # now two bytes longer in front

    low             start              stop           high
    | headroom ...  | payload .......  | tailroom ... |
"""

from memchunk.view import View


class Chunk:
    """Part of `buf` (writable bytes), its payload between `headroom` and `tailroom` bytes kept free.

    `start` and `stop` bound the payload, in bytes of `buf`, which is kept under that name. `seq` is the sequence number, `ticks` the
    `ticks_us` of the first sample; `rows` and `enc` say what the payload holds (see `frame`).
    The terms are those of Zephyr's net_buf and Linux's sk_buff.

    Raises ValueError("headroom, tailroom") if they leave less than nothing for the payload.
    Allocates: itself and two views. IRQ-safe: no.
    """

    def __init__(self, buf, headroom=0, tailroom=0):
        size = len(buf)
        if headroom < 0 or tailroom < 0 or headroom + tailroom > size:
            raise ValueError("headroom, tailroom: do not fit the buffer")
        self.buf = buf
        self._view = View(buf)
        self._window = View(buf)
        self.seq = self.ticks = self.rows = self.enc = 0
        self.place(0, size, headroom, size - tailroom)

    def place(self, low, high, start, stop):
        """Move to the part `low` to `high` of the buffer with its payload from `start` to `stop`.

        For those who own the buffer; checks nothing. Allocates: 0 B. IRQ-safe: yes.
        """
        self.low = low
        self.high = high
        self.start = start
        self.stop = stop

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
            raise ValueError("window: no room in the chunk")
        return self._window.aim(start, stop)

    def set(self, start, stop):
        """Let the payload run from `start` to `stop`.

        Raises ValueError("start, stop") outside of this chunk's part; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        if not self.low <= start <= stop <= self.high:
            raise ValueError("start, stop: outside the chunk")
        self.start = start
        self.stop = stop
        return self

    def push(self, n):
        """Grow `n` bytes into the headroom. Raises ValueError("n"). Allocates: 0 B. IRQ-safe: yes."""
        if not 0 <= n <= self.start - self.low:
            raise ValueError("n: more than the headroom")
        self.start -= n
        return self

    def pull(self, n):
        """Drop `n` bytes from the front. Raises ValueError("n"). Allocates: 0 B. IRQ-safe: yes."""
        if not 0 <= n <= self.stop - self.start:
            raise ValueError("n: more than the payload")
        self.start += n
        return self

    def add(self, n):
        """Grow `n` bytes into the tailroom. Raises ValueError("n"). Allocates: 0 B. IRQ-safe: yes."""
        if not 0 <= n <= self.high - self.stop:
            raise ValueError("n: more than the tailroom")
        self.stop += n
        return self

    def trim(self, n):
        """Drop `n` bytes from the end. Raises ValueError("n"). Allocates: 0 B. IRQ-safe: yes."""
        if not 0 <= n <= self.stop - self.start:
            raise ValueError("n: more than the payload")
        self.stop -= n
        return self

    @property
    def headroom(self):
        """Bytes free in front. Allocates: 0 B. IRQ-safe: yes."""
        return self.start - self.low

    @property
    def tailroom(self):
        """Bytes free behind. Allocates: 0 B. IRQ-safe: yes."""
        return self.high - self.stop

    @property
    def size(self):
        """Bytes of payload. Allocates: 0 B. IRQ-safe: yes."""
        return self.stop - self.start
