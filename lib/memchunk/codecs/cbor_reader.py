"""CborReader: pulls CBOR (RFC 8949) items out of a buffer, of every kind that sensors send.

    item = CborReader(message)
    for _ in range(item.map()):
        if item.text() == "x": rows = item.typed("h")   # a view, valid until the next one
        else: item.skip()

Definite lengths only: what is of indefinite length is refused, at the byte where it starts. `codecs.cbor` has what
frames need of it.
"""

from struct import unpack_from

from memchunk.codecs import cbor
from memchunk.codecs.cbor import ARRAY, BYTES, MAP, NINT, OTHER, TAG, TEXT
from memchunk.codecs.cbor_typed import size_of_element, tag_of
from memchunk.errors import DecodeError
from memchunk.view import View


class CborReader(cbor.CborReader):
    """Pulls items out of `buf`; `at` is how far it got, `value` the last head's argument.

    `skip` follows up to `depth` arrays, maps and tags in each other, and needs a place for each.
    Every method raises DecodeError, naming the byte, where the input is cut off, broken, or not of the asked kind;
    `at` then stands. Raises TypeError("buf") unless that is bytes, ValueError("depth") below 0.
    Allocates: itself, a View, `depth` words. IRQ-safe: no.
    """

    def __init__(self, buf, depth=8):
        if depth < 0:
            raise ValueError("depth")
        super().__init__(buf)
        self._left = [0] * depth
        self._view = View(b"\0")  # of bytes that are only read

    def peek(self):
        """Major type of the next item (`codecs.cbor` names them), or -1 at the end; nothing is read.

        Allocates: 0 B. IRQ-safe: yes.
        """
        return self._buf[self.at] >> 5 if self.at < self._size else -1

    def int(self):
        """Read an integer. Allocates: 0 B up to 30 bits. IRQ-safe: yes."""
        at = self.at
        major = self.head()
        if major > NINT:
            raise self._back("not an integer", at)
        return -1 - self.value if major else self.value

    def float(self):
        """Read a number: a float of any width, or an integer. Allocates: it and a tuple. IRQ-safe: no."""
        at = self.at
        first = self._buf[at] if at < self._size else 0
        if first == 0xFA or first == 0xFB:  # past `head`, which would make a large int of it
            self.at = at + (5 if first == 0xFA else 9)
            if self.at > self._size:
                raise self._back("ends in the head", at)
            return unpack_from(">f" if first == 0xFA else ">d", self._buf, at + 1)[0]
        if first < 0x40:
            return self.int()
        self.head()
        if first != 0xF9:
            raise self._back("not a number", at)
        return _from_half(self.value)

    def simple(self):
        """Read a simple value; returns its number: 20 false, 21 true, 22 null, 23 undefined.

        Allocates: 0 B. IRQ-safe: yes.
        """
        at = self.at
        major = self.head()
        first = self._buf[at]
        if major != OTHER or first > 0xF8:
            raise self._back("not a simple value", at)
        if first == 0xF8 and self.value < 32:
            raise self._back("reserved", at)
        return self.value

    def bool(self):
        """Read true or false. Allocates: 0 B. IRQ-safe: yes."""
        at = self.at
        number = self.simple()
        if number != 20 and number != 21:
            raise self._back("neither true nor false", at)
        return number == 21

    def null(self):
        """Read a null or undefined, and say True; False if the next item is another, which stays.

        Allocates: 0 B. IRQ-safe: yes.
        """
        if self.at < self._size and self._buf[self.at] & 0xFE == 0xF6:
            self.at += 1
            return True
        return False

    def tag(self):
        """Read a tag; returns its number. Allocates: 0 B up to 30 bits. IRQ-safe: yes."""
        return self.expect(TAG)

    def array(self):
        """Read the head of an array; returns how many items follow, at most as many as bytes are left.

        Allocates: 0 B. IRQ-safe: yes.
        """
        at = self.at
        return self._count(self.expect(ARRAY), 1, at)

    def map(self):
        """Read the head of a map; returns how many pairs follow, at most half as many as bytes are left.

        Allocates: 0 B. IRQ-safe: yes.
        """
        at = self.at
        return self._count(self.expect(MAP), 2, at)

    def bytes(self):
        """Read a byte string; returns a view of it, valid until the next `bytes`, `typed` or `reset`.

        Keep the reader, or `buf`, for as long: the view alone does not keep alive what is inside of another buffer.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = self.string(BYTES)
        self.at += n
        return self._view.over(self._buf, self.at - n, n)

    def text(self):
        """Read a text string. Allocates: it, twice, and two views. IRQ-safe: no."""
        at = self.at
        n = self.string(TEXT)
        text = _decoded(bytes(memoryview(self._buf)[self.at : self.at + n]))
        if text is None:
            raise self._back("not UTF-8", at)
        self.at += n
        return text

    def typed(self, typecode):
        """Read a typed array (RFC 8746) of little-endian `typecode`; returns a view of its bytes as `bytes` does.

        Of another tag: `tag` and `bytes`. Raises ValueError("typecode") unless it is one of BHIQbhiqefd.
        Allocates: 0 B. IRQ-safe: yes.
        """
        tag = tag_of(typecode)
        at = self.at
        if self.expect(TAG) != tag:
            raise self._back("no typed array of that kind", at)
        n = self._string_behind(at)
        if n % size_of_element(tag):
            raise self._back("part of an element", at)
        self.at += n
        return self._view.over(self._buf, self.at - n, n)

    def skip(self):
        """Step over an item with all that it contains.

        Strings are not held to UTF-8. Allocates: 0 B. IRQ-safe: yes.
        """
        at = self.at
        try:
            self._walk()
        except DecodeError:
            self.at = at
            raise

    def _walk(self):
        left = self._left  # items still to come, outside of the innermost one
        depth = 0
        count = 1
        while True:
            count -= 1
            at = self.at
            inside = self._step()
            if inside:
                if depth == len(left):
                    raise DecodeError("CBOR: more than %d deep at byte %d" % (depth, at))
                left[depth] = count
                depth += 1
                count = inside
            while not count:
                if not depth:
                    return
                depth -= 1
                count = left[depth]

    def _step(self):
        """Step over a head and a string's bytes; how many items it contains."""
        at = self.at
        first = self._buf[at] if at < self._size else 0
        major = first >> 5
        if not BYTES <= major <= MAP:
            self._pass(first & 31)
            if first == 0xF8 and self.value < 32:
                raise self._back("reserved", at)
            return 1 if major == TAG else 0
        self.head()
        if major == MAP:
            return 2 * self._count(self.value, 2, at)
        n = self._count(self.value, 1, at)
        if major == ARRAY:
            return n
        self.at += n
        return 0

    def _pass(self, extra):
        """Step over a head whose argument does not matter, and might be a large int."""
        stop = self.at + (5 if extra == 26 else 9)
        if 26 <= extra <= 27 and stop <= self._size:
            self.at = stop
        else:
            self.head()

    def _string_behind(self, at):
        """The head of a byte string that belongs to what starts at `at`."""
        try:
            return self.string(BYTES)
        except DecodeError:
            self.at = at
            raise

    def _count(self, n, size, at):
        if n > (self._size - self.at) // size:
            raise self._back("runs over the end", at)
        return n

    def _back(self, what, at):
        """The error, once `at` is where the item starts."""
        self.at = at
        return DecodeError("CBOR: %s at byte %d" % (what, at))


def _decoded(raw):
    try:
        return str(raw, "utf-8") if _in_range(raw) else None
    except UnicodeError:
        return None


def _in_range(raw):
    """Whether no character is overlong, a surrogate or beyond U+10FFFF (RFC 3629, section 4).

    MicroPython looks only at how many bytes follow each first one.
    """
    first = 0
    for byte in raw:
        if byte > 0xF4 or 0xC0 <= byte <= 0xC1:
            return False
        # Of these four the byte behind has half a range or less: from a limit on, or below it.
        if (first == 0xE0 or first == 0xED) and (byte < 0xA0) == (first == 0xE0):
            return False
        if (first == 0xF0 or first == 0xF4) and (byte < 0x90) == (first == 0xF0):
            return False
        first = byte
    return True


def _from_half(half):
    exponent = half >> 10 & 31
    value = half & 0x3FF
    if exponent == 31:
        value = float("nan") if value else float("inf")
    elif exponent < 26:
        value = (value | (0x400 if exponent else 0)) / (1 << 25 - max(exponent, 1))
    else:
        value = (value | 0x400) * float(1 << exponent - 25)
    return -value if half & 0x8000 else value
