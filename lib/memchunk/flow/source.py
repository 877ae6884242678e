"""StreamSource: rows of samples from anything with `readinto`.

    source = StreamSource(open("imu.raw", "rb"), channels=6)

A source fills slots of a queue. Any object with `row_size`, `ended` and `fill(queue)` is one.
"""

from memchunk.port import ticks_us


class StreamSource:
    """Rows of `channels` little-endian samples of `itemsize` bytes, from `stream.readinto`.

    `ended` turns True at the end of the stream; `torn` is then the bytes of an unfinished last row, which
    are left out.

    Raises ValueError("channels, itemsize") below 1. Allocates: itself and a bound method. IRQ-safe: no.
    """

    def __init__(self, stream, channels, itemsize=2):
        if channels < 1 or itemsize < 1:
            raise ValueError("channels, itemsize: at least 1")
        self.row_size = channels * itemsize
        self.ended = False
        self.torn = 0
        self._readinto = stream.readinto
        self._filled = self._ticks = 0

    def fill(self, queue):
        """Read on into the queue's next slot; True if that made a chunk.

        A chunk is a full slot, or what there was at the end of the stream. False if there is no data now
        (`readinto` returned None), no slot, or no more to come. If `readinto` raises, what was read before
        stays and the next call goes on. Allocates: 0 B. IRQ-safe: no.
        """
        view = queue.claim()
        if view is None or self.ended:
            return False
        filled = self._filled
        if filled:
            view = queue.rest(filled)
        else:
            self._ticks = ticks_us() & 0x3FFFFFFF
        n = self._readinto(view)
        if n is None:
            return False
        if n == 0:
            self.ended = True
            self.torn = filled % self.row_size
            filled -= self.torn
        elif 0 < n <= queue.size - filled:
            filled += n
        else:
            raise ValueError("stream: readinto returned more than it was given")
        self._filled = filled
        if filled < queue.size and not (self.ended and filled):
            return False
        self._filled = 0
        queue.commit(filled, self._ticks)
        return True
