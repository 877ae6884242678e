"""UartSource: rows of samples that a sensor sends over a UART.

    uart = UART(1, 921600, rx=Pin(5), rxbuf=2048)
    Pipeline(UartSource(uart, channels=3), stages, sink, rows=32).run()

It polls: the firmware's own interrupt takes each byte into `rxbuf`, and another one could only say that it did.
`rxbuf` must hold what comes in the longest time between two `fill`s.
"""

from memchunk.flow.started import Started
from memchunk.port import const, ticks_diff, ticks_us

_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`


class UartSource(Started):
    """Rows of `channels` little-endian samples of `itemsize` bytes, from a `machine.UART` or its like.

    A row begins after the line was still for `idle_ms`: then the whole rows that there are come as a short chunk,
    and an unfinished one is dropped and its bytes counted in `torn`. So a byte that got lost spoils the rows up to
    the sender's next pause, not all that follow. With the size of the UART's `rxbuf`, `overruns` counts the times
    that it was found full. After either a sequence number stays out, at that pause: of a sender that never pauses
    only `overruns` tells.

    Raises ValueError naming the argument. Allocates: itself and two bound methods. IRQ-safe: no.
    """

    def __init__(self, uart, channels, itemsize=2, idle_ms=20, rxbuf=0):
        if channels < 1 or itemsize < 1:
            raise ValueError("channels")
        if not 0 < idle_ms < 500000:
            raise ValueError("idle_ms")
        super().__init__(channels * itemsize)
        self.torn = self.overruns = 0
        self._waiting = uart.any
        self._readinto = uart.readinto
        self._full = rxbuf or 1 << 29
        self._idle = idle_ms * 1000
        self._filled = self._ticks = self._heard = 0
        self._holed = False  # bytes got lost since the last chunk

    def stop(self):
        """End; the whole rows of an unfinished chunk come as a short one. Allocates: 0 B. IRQ-safe: no."""
        if self._queue is not None:
            self._part(self._queue)
        super().stop()

    def fill(self, queue):
        """Take what the firmware has into the queue's next slot; True if that made a chunk.

        Raises ValueError("size") for slots of no whole rows. Allocates: 0 B. IRQ-safe: no.
        """
        if self._queue is not queue and not self.ended:
            self.start(queue)
        if self.ended:
            return queue.any() > 0
        n = self._waiting()
        return self._read(queue, n) if n else self._pause(queue)

    def _read(self, queue, n):
        if n >= self._full:
            self.overruns += self.overruns < _MOST
            self._holed = True
        view = queue.claim()
        if view is None:
            return False
        if self._filled:
            view = queue.rest(self._filled)
        else:
            self._ticks = ticks_us() & 0x3FFFFFFF
        n = min(n, len(view))
        n = self._readinto(view, n)
        self._filled += n or 0
        self._heard = ticks_us()
        if self._filled < queue.size:
            return False
        self._filled = 0
        queue.commit(queue.size, self._ticks)
        return True

    def _pause(self, queue):
        if not (self._filled or self._holed) or ticks_diff(ticks_us(), self._heard) < self._idle:
            return False
        return self._part(queue)

    def _part(self, queue):
        """Commit the whole rows that there are; the next byte begins a row."""
        torn = self._filled % self.row_size
        n = self._filled - torn
        self._filled = 0
        self.torn += min(torn, _MOST - self.torn)
        if n:
            queue.commit(n, self._ticks)
        if torn or self._holed:
            queue.miss()
        self._holed = False
        return n > 0
