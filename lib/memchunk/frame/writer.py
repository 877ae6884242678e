"""Frame: the stage that makes a chunk a self-describing frame.

    Pipeline(source, [Blockpack(3), Frame(Descriptor(1, "imu", ("x", "y", "z")))], sink)

    headroom                                payload            tailroom
    | COBS | array, sid, seq, t0, n, enc |  samples, packed  | CRC-32 | 00 |
"""

from struct import pack_into

from memchunk import kernels
from memchunk.chunk import Chunk
from memchunk.codecs import Codec
from memchunk.port import ticks_diff, ticks_us

_CRC = 4  # bytes
_NO_CRC = b"\0\0\0\0"  # the CRC of nothing


class Frame(Codec):
    """Frames of the stream that `descriptor` describes; integers at fixed width, so that a head is patched.

    With `link=False` the COBS and CRC layers are left out, for a link that frames and checks by itself.
    The descriptor is due at the start and again every `repeat_ms` (up to 500,000). `plan` comes first.

    Allocates: itself; at `plan` the head and the descriptor's frame. IRQ-safe: no.
    """

    def __init__(self, descriptor, link=True, repeat_ms=5000):
        if not 0 < repeat_ms <= 500_000:
            raise ValueError("repeat_ms: 1 to 500000")
        self.descriptor = descriptor
        self._link = link
        self._repeat_us = repeat_ms * 1000
        self._said_at = None  # ticks_us of the last descriptor
        self._rows = self._size = self._enc = -1  # as planned

    def plan(self, rows, size, enc):
        """Fix the widths of the head: chunks of up to `rows` rows, `size` payload bytes, encoded as `enc`.

        Raises ValueError beyond 65535 of either. Allocates: the head and the descriptor's frame. IRQ-safe: no.
        """
        if rows > 0xFFFF or size > 0xFFFF:
            raise ValueError("rows: more than a frame holds")
        sid = self.descriptor.sid
        # CBOR: an array of six; sid; seq and t0 in two and four bytes; n; enc, tagged int16 if raw; a string.
        head = b"\x86" + (bytes((sid,)) if sid < 24 else bytes((0x18, sid)))
        self._seq_at = len(head) + 1
        head += b"\x19\0\0\x1a\0\0\0\0" + (b"\x19\0\0" if rows > 0xFF else b"\x18\0")
        head += bytes((enc,)) if enc else b"\0\xd8\x4d"
        self._size_at = len(head) + 1
        self._head = head + (b"\x59\0\0" if size > 0xFF else b"\x58\0")
        self._rows_width = ">H" if rows > 0xFF else "B"
        self._size_width = ">H" if size > 0xFF else "B"
        self._rows = rows
        self._size = size
        self._enc = enc
        n = len(self.descriptor.encode())
        self._said = Chunk(bytearray(1 + self._stuffing(n + _CRC) + n + _CRC + 1))

    def headroom(self, size):
        """Head and stuffing in front of a payload of up to `size`. Allocates: 0 B. IRQ-safe: yes."""
        n = len(self._head)
        return n + self._stuffing(n + size + _CRC) if self._link else n

    def tailroom(self, size):
        """CRC and delimiter. Allocates: 0 B. IRQ-safe: yes."""
        return _CRC + 1 if self._link else 0

    def max_len(self, size):
        """The longest frame of a payload of up to `size`. Allocates: 0 B. IRQ-safe: yes."""
        return size + self.headroom(size) + self.tailroom(size)

    def encode(self, chunk):
        """Make the chunk (with its seq, ticks, rows and enc) a frame in place.

        Raises ValueError if it is not what was planned or its room is too small; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        if n > self._size or chunk.rows > self._rows or chunk.enc != self._enc:
            raise ValueError("chunk: not as planned")
        if self.headroom(n) > chunk.start - chunk.low or self.tailroom(n) > chunk.high - chunk.stop:
            raise ValueError("chunk: no room for the frame")
        chunk.push(len(self._head))
        front = chunk.window(chunk.start, chunk.start + len(self._head))
        front[:] = self._head
        at = self._seq_at
        pack_into(">H", front, at, chunk.seq)
        pack_into(">I", front, at + 3, chunk.ticks)
        pack_into(self._rows_width, front, at + 8, chunk.rows)
        pack_into(self._size_width, front, self._size_at, n)
        if self._link:
            self._close(chunk)

    def due(self, seq):
        """The descriptor as a Chunk if it is time to say it before data frame `seq`, else None.

        Valid until the next call. Allocates: 0 B. IRQ-safe: no.
        """
        now = ticks_us()
        if self._said_at is not None and ticks_diff(now, self._said_at) < self._repeat_us:
            return None
        self._said_at = now
        item, chunk = self.descriptor.encode(), self._said
        n = len(item)
        low = 1 + self._stuffing(n + _CRC)
        view = chunk.set(low, low + n).view
        view[:] = item
        pack_into(">H", view, n - 2, seq)
        if self._link:
            self._close(chunk)
            view = chunk.push(1).view
            view[0] = 0  # a delimiter first: it ends whatever noise came before
        return chunk

    def _close(self, chunk):
        """CRC, stuffing and delimiter around an item: `Crc32` and `Cobs` in one, with half their calls."""
        stop = chunk.stop
        end = chunk.window(stop, stop + _CRC)
        end[:] = _NO_CRC
        kernels.crc.crc32(end, chunk.view, stop - chunk.start)
        n = stop + _CRC - chunk.start
        start = chunk.start - self._stuffing(n)
        room = chunk.window(start, stop + _CRC + 1)
        n = kernels.cobs.encode(chunk.set(chunk.start, stop + _CRC).view, n, room)
        room[n] = 0
        chunk.set(start, start + n + 1)

    def _stuffing(self, n):
        """The most that COBS adds to `n` bytes, of which there are some."""
        return (n + 253) // 254
