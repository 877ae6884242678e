"""IMA ADPCM: samples of 16 bits in four, as differences whose steps follow the signal.

    voice = ImaAdpcm()
    voice.encode(chunk)                         # a quarter; the next chunk goes on from here
    ImaAdpcm(header=True)                       # each chunk with where it begins: one lost costs one

IMA, "Recommended Practices for Enhancing Digital Audio Compatibility in Multimedia Systems", 1992, section 6; WAV
format 0x11. Codes go sample by sample, in each channel by channel, the first in the low half of a byte.

    header   predictor, the first sample | index | 0 |        4 bytes a channel, in front of the codes

One channel with header is a block of WAV's; of several channels WAV mixes the codes in another order.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of, writable
from memchunk.codecs.codec import Codec
from memchunk.errors import DecodeError

_HEAD = 4  # bytes a channel


class ImaAdpcm(Codec):
    """For rows of `channels` (1 to 255) little-endian int16; predictors and indices go on from piece to piece.

    Without `header` a piece is an even number of samples, and pieces may be joined. With it the first row of
    each is in its header, and of an odd number of codes the last byte has an upper half of zeros. The two ways
    have a state each: one object may send and receive.

    Raises ValueError("channels"). Allocates: itself, and 2 + 3 bytes a channel twice. IRQ-safe: no.
    """

    def __init__(self, channels=1, header=False):
        if not 1 <= channels <= 255:
            raise ValueError("channels")
        self.channels = channels
        self.row_size = 2 * channels
        self._heads = channels if header else 0
        self._sent = bytearray(2 + 3 * channels)
        self._received = bytearray(2 + 3 * channels)
        self._sent[0] = self._received[0] = channels
        self._sent[1] = self._received[1] = header
        self._encode = kernels.adpcm.encode
        self._decode = kernels.adpcm.decode
        self._odd = kernels.memory.misaligned

    def reset(self):
        """Both ways start anew, from 0 and the smallest step. Allocates: 0 B. IRQ-safe: yes."""
        i = len(self._sent)
        while i > 2:
            i -= 1
            self._sent[i] = self._received[i] = 0

    def headroom(self, size):
        """Bytes needed in front: with `header` two a channel. Allocates: 0 B. IRQ-safe: yes."""
        return min(size, 2 * self._heads)

    def max_len(self, size):
        """What `size` bytes become, exactly. Allocates: 0 B. IRQ-safe: yes."""
        return (_HEAD * self._heads + ((size >> 1) - self._heads + 1 >> 1)) if size else 0

    def encode_into(self, src, dst):
        """The codes of `src` into `dst`, which has room for max_len(len(src)); returns the bytes written.

        Raises ValueError for part of a row, an odd number of samples without `header`, or an odd address of
        `src`; other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._samples(size_of(src), src, "src")
        self._check(src, dst, 2 * n)
        self._encode(src, dst, n, self._sent)
        return self.max_len(2 * n)

    def decode_into(self, src, dst, rows=None):
        """`rows` rows (by default all that there are codes for) at the start of `dst`; returns the bytes written.

        Raises DecodeError if `src` is not so many rows, or its header or last half byte is broken; TypeError("rows")
        for what is no integer, ValueError for an odd address of `dst`; other errors: see `check_into`. Nothing is
        written and the state stays after an error. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        writable(dst, "dst")
        rows = self._rows(n, rows)
        size = rows * self.row_size
        n = max(size - n, 0)
        check_into(src, dst, size, n)
        self._run(src, dst, rows)
        return size

    def encode(self, chunk):
        """In place; its `rows` tell what it holds.

        Raises ValueError as `encode_into`, or without the headroom; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._samples(chunk.stop - chunk.start, chunk.view, "chunk")
        start = chunk.start - self.headroom(2 * n)
        room = chunk.window(start, chunk.stop)
        self._encode(chunk.view, room, n, self._sent)
        chunk.rows = n // self.channels
        n = self.max_len(2 * n)
        chunk.set(start, start + n)

    def decode(self, chunk):
        """In place, the end where it was; `chunk.rows` rows, or 0 for all that there are codes for.

        Raises DecodeError as `decode_into`, ValueError without the headroom (up to a byte and a half a sample,
        and one to reach an even address); nothing changes. Allocates: 0 B. IRQ-safe: yes.
        """
        rows = self._rows(chunk.stop - chunk.start, chunk.rows or None)
        n = rows * self.row_size
        start = min(chunk.start, chunk.stop - n) & ~1
        room = chunk.window(start, chunk.stop)
        self._run(chunk.view, room, rows)
        chunk.rows = rows
        chunk.set(start, start + n)

    def _check(self, src, dst, size):
        gap = self.headroom(size)
        size = self.max_len(size)
        check_into(src, dst, size, gap)

    def _run(self, src, dst, rows):
        if self._odd(dst):
            raise ValueError("dst: odd address")
        at = self._decode(src, dst, rows * self.channels, self._received)
        if at < 0:
            raise DecodeError("IMA ADPCM: broken at byte %d" % (-1 - at))

    def _rows(self, n, rows):
        """How many rows `n` bytes are; `rows` if that is right."""
        heads = self._heads
        codes = 2 * (n - _HEAD * heads) if n else 0
        if codes < 0:
            raise DecodeError("IMA ADPCM: truncated at byte %d" % n)
        codes += heads if n else 0
        if rows is None:
            rows = codes // self.channels
        elif not isinstance(rows, int):
            raise TypeError("rows")
        spare = codes - rows * self.channels  # half a byte, where the codes are odd
        if rows < 0 or spare < 0 or spare > (heads > 0 and rows > 0):
            raise self._not_rows(n, rows)
        return rows

    def _not_rows(self, n, rows):
        """The error, at the end, or where the first code lies that is too many."""
        place = 0
        if rows > 0:
            place = min(n, _HEAD * self._heads + (rows * self.channels - self._heads >> 1))
        return DecodeError("IMA ADPCM: %d bytes are not %d rows, broken at byte %d" % (n, rows, place))

    def _samples(self, n, buf, name):
        if n % self.row_size:
            raise ValueError(name + ": part row")
        if n & 2 and not self._heads:
            raise ValueError(name + ": odd number of samples")
        if self._odd(buf):
            raise ValueError(name + ": odd address")
        return n >> 1
