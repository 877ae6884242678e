"""CBOR (RFC 8949) as far as sensors speak it: a writer into a buffer, and a reader that pulls.

    out = CborWriter(buf)
    out.array(2); out.uint(7); out.text("mV")
    message = buf[: out.size]

Definite lengths only. Numbers beyond a small int allocate when they are read.
"""

from struct import pack_into

from memchunk.codecs import size_of, writable
from memchunk.errors import DecodeError
from memchunk.view import ALL, View

UINT, NINT, BYTES, TEXT, ARRAY, MAP, TAG, OTHER = range(8)  # major types, section 3.1
_SMALL = 1 << 28  # a float below it becomes a small int: no memory


class CborWriter:
    """Writes items one after another into `buf`; `size` is how far it got.

    Every method raises ValueError("buf") when the item does not fit; `size` then stands.
    Raises TypeError("buf") unless that is writable bytes. Allocates: itself and two views. IRQ-safe: no.
    """

    def __init__(self, buf):
        writable(buf, "buf")
        self._buf = memoryview(buf)
        self._room = View(self._buf)
        self.size = 0

    def head(self, major, value):
        """Major type, 0 to 7, and argument, below 2^64, in the fewest bytes (section 4.2.1).

        Raises ValueError("major") or ("value") beyond that, TypeError of the same for what is no integer.
        Allocates: 0 B. IRQ-safe: yes.
        """
        if not isinstance(major, int):
            raise TypeError("major")
        if major & ~7:
            raise ValueError("major: 0 to 7")
        if not isinstance(value, int) and not isinstance(value, bool):  # which is no int on MicroPython
            raise TypeError("value")
        if not 0 <= value <= 0xFFFFFFFFFFFFFFFF:
            raise ValueError("value: 0 to 2^64 - 1")
        if value < 24:
            pack_into("B", self._buf, self._take(1), major << 5 | value)
        elif value < 1 << 8:
            pack_into(">BB", self._buf, self._take(2), major << 5 | 24, value)
        elif value < 1 << 16:
            pack_into(">BH", self._buf, self._take(3), major << 5 | 25, value)
        elif value <= 0xFFFFFFFF:
            pack_into(">BI", self._buf, self._take(5), major << 5 | 26, value)
        else:
            pack_into(">BQ", self._buf, self._take(9), major << 5 | 27, value)

    def int(self, value):
        """An integer. Errors as of `head`. Allocates: 0 B. IRQ-safe: yes."""
        if isinstance(value, int) and value < 0:
            self.head(NINT, -1 - value)
        else:
            self.head(UINT, value)

    def float(self, value):
        """A number: as an integer if it is one (a float only below 2^28), else in eight bytes.

        Errors as of `head`. Allocates: 0 B. IRQ-safe: no.
        """
        if not isinstance(value, float):
            self.int(value)
        elif -_SMALL < value < _SMALL and value == int(value):
            self.int(int(value))
        else:
            pack_into(">Bd", self._buf, self._take(9), OTHER << 5 | 27, value)

    def text(self, value):
        """A text string. Raises TypeError("value") for what is none. Allocates: its UTF-8. IRQ-safe: no."""
        if not isinstance(value, str):
            raise TypeError("value")
        self._string(TEXT, value.encode())

    def bytes(self, value):
        """A byte string. Raises TypeError("value") for what is not bytes. Allocates: 0 B. IRQ-safe: no."""
        _size_of(value, "value")
        self._string(BYTES, value)

    def array(self, n):
        """The head of an array of `n` items. Allocates: 0 B. IRQ-safe: yes."""
        self.head(ARRAY, n)

    def map(self, n):
        """The head of a map of `n` pairs. Allocates: 0 B. IRQ-safe: yes."""
        self.head(MAP, n)

    def tag(self, number):
        """A tag for the item that follows. Allocates: 0 B. IRQ-safe: yes."""
        self.head(TAG, number)

    def getvalue(self):
        """What was written. Allocates: the result. IRQ-safe: no."""
        return bytes(self._buf[: self.size])

    def _string(self, major, value):
        n = len(value)
        at = self._fit(n, 1)
        self._put(at, n, value)
        self.head(major, n)
        self.size += n

    def _put(self, at, n, value):  # apart for the frame of those who call it
        room = self._room.aim(at, at + n)
        room[ALL] = value

    def _fit(self, n, before):
        """Where the `n` bytes of a string go, `before` its length; what has no room is refused with all as it was."""
        before += (n > 23) + (n > 0xFF) + 2 * (n > 0xFFFF)  # the length, beyond its first byte
        self.size = self._take(before + n)  # taken and given back
        return self.size + before

    def _take(self, n):
        start = self.size
        if start + n > len(self._buf):
            raise ValueError("buf: full")
        self.size = start + n
        return start


class CborReader:
    """Pulls items out of `buf`; `at` is how far it got, `value` the last head's argument.

    Raises DecodeError, naming the place, where the input is cut off or not of the asked kind; `at` stands.
    Raises TypeError("buf") unless that is bytes. Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, buf):
        self.reset(buf)

    def reset(self, buf, size=None):
        """Read from the start of `buf`, its first `size` bytes (by default all).

        Raises TypeError("buf") unless that is bytes, ValueError("size") if it has less; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = _size_of(buf, "buf")
        if size is None:
            size = n
        elif not isinstance(size, int):
            raise TypeError("size")
        if not 0 <= size <= n:
            raise ValueError("size")
        self._buf = buf
        self._size = size
        self.at = self.value = 0

    def head(self):
        """Read a head; returns its major type, with its argument in `value` (and, of `OTHER`, its bits).

        Allocates: 0 B up to 30 bits. IRQ-safe: yes.
        """
        if self.at >= self._size:
            raise DecodeError("CBOR: ends at byte %d" % self.at)
        first = self._buf[self.at]
        extra = first & 31
        n = 0
        if extra > 27:
            raise DecodeError("CBOR: indefinite or reserved at byte %d" % self.at)
        if extra > 23:
            n = 1 << extra - 24
            if self.at + n >= self._size:
                raise DecodeError("CBOR: ends in the head at byte %d" % self.at)
            extra = 0
        at = self.at + 1
        stop = at + n
        while at < stop:
            extra = extra << 8 | self._buf[at]
            at += 1
        self.at = at
        self.value = extra
        return first >> 5

    def expect(self, major):
        """Read a head that must be of `major`; returns its argument. Allocates: 0 B. IRQ-safe: yes."""
        at = self.at
        if self.head() != major:
            self.at = at
            raise DecodeError("CBOR: not major type %d at byte %d" % (major, at))
        return self.value

    def uint(self):
        """Read an unsigned integer. Allocates: 0 B up to 30 bits. IRQ-safe: yes."""
        return self.expect(UINT)

    def string(self, major):
        """Read the head of a string; returns its length and leaves `at` at its first byte.

        Step over it with `at += length`. Raises DecodeError if it runs over the end.
        Allocates: 0 B. IRQ-safe: yes.
        """
        before = self.at
        n = self.expect(major)
        if n > self._size - self.at:
            self.at = before
            raise DecodeError("CBOR: string runs over the end at byte %d" % before)
        return n


def _size_of(buf, name):
    try:
        return size_of(buf)
    except TypeError:
        raise TypeError(name)
