"""CSV: rows of integers as lines of decimal text, and back.

    csv = Csv(channels=3)
    n = csv.encode_into(rows, line)             # -12,340,16384\\n
    Csv(3, end="\\r\\n", decimals=2)              # -0.12,3.40,163.84\\r\\n

What the data forwarder of Edge Impulse and the serial readers of PlotJuggler and serial plotters take. Lines are those
of Y. Shafranovich, "Common Format and MIME Type for CSV Files", RFC 4180, 2005, section 2, of numbers alone; its line
end is CR LF. Pieces of whole rows give the same as all at once.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of
from memchunk.codecs.text import Text, checked

_NO_SEPARATOR = "+-.0123456789"


class Csv(Text):
    """For rows of `channels` little-endian int16, or int32 with an `itemsize` of 4, at any address.

    `decimals` puts a point before so many of the digits: fixed point, of tenths, hundredths … Raises
    ValueError naming the argument: "channels" outside of 1 to 65,535, "itemsize" other than 2 and 4, "decimals"
    above 4 (int16) or 9, "separator" of other than one, "end" of other than one or two ASCII characters, or any of
    a number, or the same in both. Allocates: itself and seven bytes. IRQ-safe: no.
    """

    def __init__(self, channels, separator=",", end="\n", itemsize=2, decimals=0):
        if not 1 <= channels <= 0xFFFF:
            raise ValueError("channels")
        if itemsize not in (2, 4):
            raise ValueError("itemsize: 2 or 4")
        if not 0 <= decimals <= (4 if itemsize == 2 else 9):
            raise ValueError("decimals")
        if len(separator) != 1 or not _fits(separator):
            raise ValueError("separator")
        if not 1 <= len(end) <= 2 or not _fits(end) or separator in end:
            raise ValueError("end")
        self.channels = channels
        self.row_size = channels * itemsize
        self._item = itemsize
        self._longest = (6 if itemsize == 2 else 11) + (decimals > 0)  # a minus, the digits and the point
        self._end = len(end)
        state = bytearray((itemsize, channels & 255, channels >> 8, ord(separator), ord(end[0]), 0, decimals))
        if len(end) == 2:
            state[5] = ord(end[1])
        super().__init__(kernels.csv.to_csv, state)
        self._fields = kernels.uncsv.fields
        self._decode = kernels.uncsv.from_csv

    def max_len(self, size):
        """The most characters that rows of `size` bytes become. Allocates: 0 B. IRQ-safe: yes."""
        rows = (size + self.row_size - 1) // self.row_size
        values = size // self._item
        return values * (self._longest + 1) + rows * (self._end - 1)

    def headroom(self, size):
        """Bytes needed in front: what the text may be longer. Allocates: 0 B. IRQ-safe: yes."""
        return self.max_len(size) - size

    def encode_into(self, src, dst):
        """Write the rows of `src` as lines into `dst`; returns how many characters.

        `dst` has room for max_len(len(src)). Raises ValueError for part of a row; other errors: see
        `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        self._whole(size_of(src), "src: part row")
        return Text.encode_into(self, src, dst)

    def encode(self, chunk):
        """Turn a chunk of rows into lines in place.

        Raises ValueError for part of a row, or without the headroom; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        self._whole(chunk.stop - chunk.start, "chunk: part row")
        Text.encode(self, chunk)

    __call__ = encode

    def decode_into(self, src, dst):
        """Read the lines of `src` into rows at `dst`; returns how many bytes they are.

        `dst` has room for a value for each separator and line end in `src`, and may be `src` if they are int16.
        Raises DecodeError for a value that is none (spaces and a plus are not read) or out of range, too few or
        too many of them on a line, and a last line without its end (`dst` then holds what came before); other
        errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        size = self._most(src, size_of(src))
        check_into(src, dst, size, self._lead(size))
        return self._read(src, dst)

    def decode(self, chunk):
        """Turn a chunk's lines back into rows in place; they start at a multiple of a value's size in its buffer.

        Raises ValueError without the headroom (to get there; with int32 two bytes more for each value); nothing
        changes. Raises DecodeError as `decode_into`; the chunk's bytes are then partly decoded.
        Allocates: 0 B. IRQ-safe: yes.
        """
        size = self._most(chunk.view, chunk.stop - chunk.start)
        start = chunk.start - self._lead(size) & -self._item
        n = self._read_at(chunk, start, size)
        chunk.set(start, start + n)
        chunk.rows = n // self.row_size

    def _read_at(self, chunk, start, size):
        room = chunk.window(start, start + size)
        return self._read(chunk.view, room)

    def _most(self, src, n):
        """The most bytes that `n` characters become: each value is a digit, and what ends it."""
        return min(self._fields(src, n, self._table), n >> 1) * self._item

    def _lead(self, size):
        """How far in front the first of `size` bytes has to go so that none overtakes its text."""
        return 0 if self._item == 2 else size >> 1

    def _read(self, src, dst):
        n = self._decode(src, len(src), dst, self._table)
        return checked(n, "CSV")

    def _whole(self, n, why):
        if n % self.row_size:
            raise ValueError(why)


def _fits(text):
    """Whether these are ASCII characters that are no part of a number."""
    for character in text:
        if character in _NO_SEPARATOR or not 0 < ord(character) < 128:
            return False
    return True
