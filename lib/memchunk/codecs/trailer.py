"""A check value behind the payload, or running: what CRCs and checksums have in common.

    sum.encode(chunk); sum.decode(chunk)        # appended; checked and dropped
    sum.update(data); sum.value                 # running: b"..."

    payload ........ | value
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of
from memchunk.codecs.codec import Codec
from memchunk.errors import DecodeError


class Trailer(Codec):
    """The running value and the stage that appends one; the two do not disturb each other.

    `name` is for errors; `start` the value of no bytes, as `kernel(state, src, n, given)` keeps it, whose byte
    order is `kept`. `order` is the one that the protocol has: "little" or "big".
    Raises ValueError("order") for another. Allocates: itself and twice the value. IRQ-safe: no.
    """

    def __init__(self, name, start, kernel, given, kept, order):
        if order not in ("little", "big"):
            raise ValueError("order: little or big")
        self.name = name
        self.size = len(start)
        self._start = start
        self._state = memoryview(bytearray(start))
        self._value = bytearray(start)
        self._own = memoryview(self._value)
        self._kernel = kernel
        self._given = given
        self._swapped = order != kept
        self._copy = kernels.copy.copy
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def tailroom(self, size):
        """The value's bytes. Allocates: 0 B. IRQ-safe: yes."""
        return self.size

    def max_len(self, size):
        """The value's bytes more. Allocates: 0 B. IRQ-safe: yes."""
        return size + self.size

    def reset(self):
        """Start anew. Allocates: 0 B. IRQ-safe: yes."""
        self._copy(self._start, self._state, self.size)

    def update(self, src):
        """Carry `value` on over all bytes of `src`.

        Raises TypeError("src") for what is not bytes. Allocates: 0 B. IRQ-safe: yes.
        """
        self._kernel(self._state, src, size_of(src), self._given)

    @property
    def value(self):
        """That of all bytes since `reset`, as it is appended, in a bytearray that the next call may change.

        Allocates: 0 B. IRQ-safe: yes.
        """
        self._copy(self._state, self._own, self.size)
        self._turn(self._own)
        return self._value

    def encode_into(self, src, dst):
        """The bytes of `src` and their value into `dst`; returns how many bytes were written.

        `dst` has room for max_len(len(src)), and may be `src` or begin before it. Errors: see `check_into`.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, n + self.size, 0)
        self._fill(self._own, src, n)
        self._copy(src, dst, n)
        for i in range(self.size):
            dst[n + i] = self._value[i]
        return n + self.size

    def decode_into(self, src, dst):
        """The bytes of `src` but for the value at its end into `dst`; returns how many.

        `dst` may be `src` or begin before it. Raises DecodeError if the value is wrong or `src` too short, and
        then nothing is written; other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src) - self.size
        check_into(src, dst, n, 0)
        self._check(src, n)
        for i in range(self.size):
            if src[n + i] != self._value[i]:
                raise self._wrong(n)
        self._copy(src, dst, n)
        return n

    def encode(self, chunk):
        """Append the value of the payload.

        Raises ValueError without the tailroom; nothing changes. Allocates: 0 B. IRQ-safe: yes.
        """
        end = chunk.window(chunk.stop, chunk.stop + self.size)
        self._fill(end, chunk.view, chunk.stop - chunk.start)
        chunk.add(self.size)

    def decode(self, chunk):
        """Check the value at the end and drop it.

        Raises DecodeError if it is wrong or the chunk too short; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start - self.size
        self._check(chunk.view, n)
        if chunk.window(chunk.stop - self.size, chunk.stop) != self._value:
            raise self._wrong(n)
        chunk.trim(self.size)

    def _check(self, src, n):
        """The value that should follow `n` bytes, into `_value`."""
        if n < 0:
            raise DecodeError("%s: cut off at byte %d" % (self.name, n + self.size))
        self._fill(self._own, src, n)

    def _wrong(self, n):
        return DecodeError("%s: wrong at byte %d" % (self.name, n))

    def _fill(self, value, src, n):
        self._copy(self._start, value, self.size)
        self._kernel(value, src, n, self._given)
        self._turn(value)

    def _turn(self, value):
        """From the order in which the kernel keeps it to the protocol's, in place."""
        if self._swapped:
            i = 0
            j = self.size - 1
            while i < j:
                byte = value[i]
                value[i] = value[j]
                value[j] = byte
                i += 1
                j -= 1
