"""A chunk as a self-describing frame, and what the stream is. docs/wire-format.md is normative.

    Pipeline(source, [Blockpack(3), Frame(Descriptor(1, "imu", ("x", "y", "z")))], sink)

    headroom                                payload            tailroom
    | COBS | array, sid, seq, t0, n, enc |  samples, packed  | CRC-32 | 00 |     4 bytes and 1
"""

from array import array
from struct import pack_into

import memchunk.kernels as kernels
from memchunk import once
from memchunk.chunk import Chunk
from memchunk.port import const, ticks_us
from memchunk.view import ALL

_MOST_ROWS = const(0)  # of what was planned; see `template.head`
_MOST_SIZE = const(1)
_WANTED_ENC = const(2)
_SEQ_AT = const(4)
_SIZE_AT = const(5)
_WIDE_ROWS = const(6)
_WIDE_SIZE = const(7)
_LINK = const(8)
_RAW_SIZE = const(9)


class Frame:
    """Frames of the stream that `descriptor` describes; integers at fixed width, so that a head is patched.

    With `link=False` the COBS and CRC layers are left out, for a link that frames and checks by itself.
    The descriptor is due at the start and again every `repeat_ms` (up to 500,000). `plan` comes first.

    Allocates: itself; at `plan` the head and the descriptor's frame. IRQ-safe: no.
    """

    def __init__(self, descriptor, link=True, repeat_ms=5000):
        if not 0 < repeat_ms <= 500_000:
            raise ValueError("repeat_ms")
        self.descriptor = descriptor
        self.row_size = descriptor.row_size
        self._said_at = array("i", (0, 0, repeat_ms * 1000))  # whether and when the last descriptor was said; µs
        self._plan = array("i", (-1, -1, 0, 0, 0, 0, 0, 0, link, 0))  # nothing planned
        self._crc32 = kernels.link.crc32
        self._cobs = kernels.link.stuff

    def plan(self, rows, size, enc):
        """Fix the widths of the head: chunks of up to `rows` rows, `size` payload bytes, encoded as `enc`.

        Raises ValueError beyond 65535 of either, or where `enc` is none of 0 to 23 (None: what a codec made that frames
        have no number for). Allocates: the head and the descriptor's frame. IRQ-safe: no.
        """
        template = once("memchunk.frame.template")
        self._head, self._plan = template.head(self.descriptor, rows, size, enc, self._plan[_LINK])
        n = len(self.descriptor.item)
        self._said = Chunk(bytearray(1 + self._stuffing(n + 4) + n + 5))

    def headroom(self, size):
        """Head and stuffing in front of a payload of up to `size`. Allocates: 0 B. IRQ-safe: yes."""
        n = len(self._head)
        return n + self._stuffing(n + size + 4) if self._plan[_LINK] else n

    def tailroom(self, size):
        """CRC and delimiter. Allocates: 0 B. IRQ-safe: yes."""
        return 5 if self._plan[_LINK] else 0

    def max_len(self, size):
        """The longest frame of a payload of up to `size`. Allocates: 0 B. IRQ-safe: yes."""
        return size + self.headroom(size) + self.tailroom(size)

    def encode(self, chunk):
        """Make the chunk (with its seq, ticks, rows and enc) a frame in place.

        Raises ValueError("chunk") if it is not what was planned, if it is raw and not as long as its rows, or for a
        number or room that is too small; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        plan = self._plan
        n = chunk.stop - chunk.start
        if n > plan[_MOST_SIZE] or chunk.rows > plan[_MOST_ROWS] or chunk.enc != plan[_WANTED_ENC]:
            raise ValueError("chunk")
        if chunk.seq & ~0xFFFF or chunk.rows | chunk.ticks < 0 or plan[_RAW_SIZE] and chunk.rows * plan[_RAW_SIZE] != n:
            raise ValueError("chunk")
        if self.headroom(n) > chunk.headroom or self.tailroom(n) > chunk.tailroom:
            raise ValueError("chunk")
        chunk.push(len(self._head))
        front = chunk.window(chunk.start, chunk.start + len(self._head))
        front[ALL] = self._head
        pack_into(">H", front, plan[_SEQ_AT], chunk.seq)
        pack_into(">I", front, plan[_SEQ_AT] + 3, chunk.ticks)
        pack_into(">H" if plan[_WIDE_ROWS] else "B", front, plan[_SEQ_AT] + 8, chunk.rows)
        pack_into(">H" if plan[_WIDE_SIZE] else "B", front, plan[_SIZE_AT], n)
        if plan[_LINK]:
            self._close(chunk)

    __call__ = encode

    def due(self, seq):
        """The descriptor as a Chunk if it is time to say it before data frame `seq`, else None.

        Valid until the next call. Allocates: 0 B. IRQ-safe: no.
        """
        said, now = self._said_at, ticks_us()
        if said[0] and now - said[1] & 0x3FFFFFFF < said[2]:
            return None
        said[0] = 1
        said[1] = now & 0x3FFFFFFF  # type: ignore[operator]
        chunk = self._said
        chunk.start = self._stuffing(len(self.descriptor.item) + 4) + 1
        chunk.stop = len(chunk.buf) - 5
        view = chunk.view
        view[ALL] = self.descriptor.item
        pack_into(">H", view, -2, seq)
        if self._plan[_LINK]:
            self._close(chunk)
            view = chunk.push(1).view
            view[0] = 0  # a delimiter first: it ends whatever noise came before
        return chunk

    def _close(self, chunk):
        """CRC, stuffing and delimiter around an item: `Crc32` and `Cobs` with half their calls."""
        stop = chunk.stop
        end = chunk.window(stop, stop + 4)
        end[ALL] = b"\0\0\0\0"  # the CRC of nothing
        self._crc32(end, chunk.view, stop - chunk.start)
        chunk.stop = stop + 4
        self._stuff(chunk)

    def _stuff(self, chunk):
        n = chunk.stop - chunk.start
        start = chunk.start - self._stuffing(n)
        room = chunk.window(start, chunk.stop + 1)
        n = self._cobs(chunk.view, n, room)
        room[n] = 0
        chunk.set(start, start + n + 1)

    def _stuffing(self, n):
        """The most that COBS adds to `n` bytes, of which there are some."""
        return (n + 253) // 254


class Descriptor:
    """Stream `sid` (0 to 255), `name`, its `channels` by name, and what their int16 counts mean.

    `item` is the CBOR item, its last two bytes the sequence number of the next data frame (0 in it).
    physical value = count * `scale` + `offset`, in `units` (SenML, RFC 8428 section 12.1). Each of the three
    is one value for all channels or a tuple or list of one each; `rate` is rows per second, None if unknown.

    Raises ValueError naming the argument. Allocates: itself and the item. IRQ-safe: no.
    """

    def __init__(self, sid, name, channels, units=None, scale=1, offset=0, rate=None):
        self.item = once("memchunk.frame.template").describe(sid, name, channels, units, scale, offset, rate)
        self.sid = sid
        self.row_size = 2 * len(channels)
