"""Iteration that shows one part after another through the same view.

    for chunk in chunks(samples, 64): ...
    for chunk in read_chunks(open("log.bin", "rb"), 512): ...
    for line in lines(uart, 128): ...

What an iterator gives is valid until it is asked for the next.
"""

import struct

import memchunk.kernels as kernels
from memchunk.port import const, sleep_ms
from memchunk.view import ALL, View

_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`


def chunks(buf, size):
    """Views of `size` elements of `buf` one after another, the last one what is left.

    Raises ValueError("size") below 1. Allocates: a view and a generator, then 0 B a chunk. IRQ-safe: no.
    """
    if size < 1:
        raise ValueError("size: at least 1")
    return _parts(View(buf), len(buf), size)


def _parts(view, n, size):
    start = 0
    while start < n:
        stop = min(start + size, n)
        yield view.aim(start, stop)
        start = stop


def windows(buf, size, hop):
    """Views of exactly `size` elements of `buf`, each starting `hop` after the one before.

    Elements left over at the end are not shown. Raises ValueError naming the argument below 1.
    Allocates: a view and a generator, then 0 B a window. IRQ-safe: no.
    """
    if size < 1 or hop < 1:
        raise ValueError("size, hop: at least 1")
    return _windows(View(buf), len(buf) - size, size, hop)


def _windows(view, last, size, hop):
    start = 0
    while start <= last:
        yield view.aim(start, start + size)
        start += hop


def read_chunks(stream, size_or_buffer):
    """Views of a stream's bytes, each full but the last, read into one buffer.

    Short reads are put together; where `readinto` returns None (no data now) it waits.
    Raises ValueError("size") below 1, TypeError("buffer") if it is read-only.
    Allocates: a size's buffer, a view and a generator, then 0 B a chunk. IRQ-safe: no.
    """
    buf = _buffer(size_or_buffer)
    return _read(stream.readinto, View(buf), len(buf))


def _read(readinto, view, size):
    filled = 0
    while True:
        n = readinto(view.aim(filled, size))
        if n is None:
            sleep_ms(1)
        elif n == 0:
            break
        elif not 0 < n <= size - filled:
            raise ValueError("readinto")
        else:
            filled += n
            if filled == size:
                yield view.aim(0, size)
                filled = 0
    if filled:
        yield view.aim(0, filled)


def lines(stream, size_or_buffer):
    """A `Lines` over a stream. Allocates: as it does. IRQ-safe: no."""
    return Lines(stream, size_or_buffer)


class Lines:
    """Views of a stream's lines, without their ends ("\\n" or "\\r\\n"), read into one buffer.

    A line that with its end is longer than the buffer is left out and counted in `dropped`; a last line
    without one counts as if it had "\\n". Waits where `readinto` returns None.

    Raises ValueError("size") below 1, TypeError("buffer") if it is read-only.
    Allocates: a size's buffer and three objects, then 0 B a line. IRQ-safe: no.
    """

    def __init__(self, stream, size_or_buffer):
        self._buf = _buffer(size_or_buffer)
        self._view = View(self._buf)
        self._room = View(self._buf)
        self._readinto = stream.readinto
        self._find = kernels.unlink.find
        self._start = self._looked = self._filled = 0  # of the line, of what has no newline, of what was read
        self._ended = self._skipping = False
        self.dropped = 0

    def __iter__(self):
        return self

    def __next__(self):
        """The next line as a view. Raises StopIteration. Allocates: 0 B a line. IRQ-safe: no."""
        while True:
            end = self._find(self._buf, self._looked, self._filled, 10)
            if end < 0:
                self._looked = self._filled
                if not self._ended:
                    self._more()
                    continue
                end = self._filled
                if end == self._start:
                    self.dropped += self._skipping
                    self._skipping = False
                    raise StopIteration
            start = self._start
            self._start = self._looked = min(end + 1, self._filled)
            if self._skipping:
                self._skipping = False
                self.dropped += self.dropped < _MOST
                continue
            if end > start and self._buf[end - 1] == 13:
                end -= 1
            return self._view.aim(start, end)

    def _more(self):
        size = len(self._buf)
        if self._start:
            self._to_front()
        if self._filled == size:  # and no newline in it
            self._skipping = True
            self._looked = self._filled = 0
        n = self._readinto(self._room.aim(self._filled, size))
        if n is None:
            sleep_ms(1)
        elif not 0 <= n <= size - self._filled:
            raise ValueError("readinto")
        else:
            self._filled += n
            self._ended = n == 0

    def _to_front(self):
        start = self._start
        front = self._view.aim(0, self._filled - start)
        front[ALL] = self._room.aim(start, self._filled)
        self._filled -= start
        self._looked -= start
        self._start = 0


def _buffer(size_or_buffer):
    if not isinstance(size_or_buffer, int):
        if not len(size_or_buffer):
            raise ValueError("buffer: empty")
        struct.pack_into("", size_or_buffer, 0)  # raises TypeError if it is read-only
        return size_or_buffer
    if size_or_buffer < 1:
        raise ValueError("size: at least 1")
    return bytearray(size_or_buffer)
