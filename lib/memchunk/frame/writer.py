"""Frame: the stage that makes a chunk a self-describing frame.

    Pipeline(source, [Blockpack(3), Frame(Descriptor(1, "imu", ("x", "y", "z")))], sink)

    headroom                                payload            tailroom
    | COBS | array, sid, seq, t0, n, enc |  samples, packed  | CRC-32 | 00 |
"""

from memchunk.chunk import Chunk
from memchunk.codecs.cbor import ARRAY, BYTES, TAG, UINT
from memchunk.codecs.cobs import Cobs
from memchunk.codecs.codec import Codec
from memchunk.codecs.crc import Crc32
from memchunk.frame.descriptor import INT16
from memchunk.port import ticks_diff, ticks_us

_BYTE, _TWO_BYTES, _FOUR_BYTES = 24, 25, 26  # CBOR: the argument follows in so many


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
        self._crc = Crc32() if link else None
        self._cobs = Cobs()
        self._repeat_us = repeat_ms * 1000
        self._said_at = None  # ticks_us of the last descriptor
        self._head = None

    def plan(self, rows, size, enc):
        """Fix the widths of the head: chunks of up to `rows` rows, `size` payload bytes, encoded as `enc`.

        Raises ValueError beyond 65535 of either. Allocates: the head and the descriptor's frame. IRQ-safe: no.
        """
        if rows > 0xFFFF or size > 0xFFFF:
            raise ValueError("rows: more than a frame holds")
        sid = self.descriptor.sid
        head = [ARRAY << 5 | 6, sid] if sid < 24 else [ARRAY << 5 | 6, UINT << 5 | _BYTE, sid]
        self._seq_at = len(head) + 1
        head += [UINT << 5 | _TWO_BYTES, 0, 0, UINT << 5 | _FOUR_BYTES, 0, 0, 0, 0]
        self._wide_n = rows > 0xFF
        head += [UINT << 5 | _TWO_BYTES, 0, 0] if self._wide_n else [UINT << 5 | _BYTE, 0]
        head += [enc]
        if not enc:
            head += [TAG << 5 | _BYTE, INT16]
        self._wide_size = size > 0xFF
        head += [BYTES << 5 | _TWO_BYTES, 0, 0] if self._wide_size else [BYTES << 5 | _BYTE, 0]
        self._head = bytearray(head)
        self._item = self.descriptor.encode()
        n = len(self._item)
        lead = 1 + self._cobs.headroom(n + 4)  # a zero first: it ends whatever noise came before
        self._said = Chunk(bytearray(lead + n + 5))
        self._rows = rows
        self._enc = enc

    def headroom(self, size):
        """Head and stuffing in front of a payload of up to `size`. Allocates: 0 B. IRQ-safe: yes."""
        n = len(self._head)
        return n + self._cobs.headroom(n + size + 4) if self._crc else n

    def tailroom(self, size):
        """CRC and delimiter. Allocates: 0 B. IRQ-safe: yes."""
        return 5 if self._crc else 0

    def max_len(self, size):
        """The longest frame of a payload of up to `size`. Allocates: 0 B. IRQ-safe: yes."""
        return size + self.headroom(size) + self.tailroom(size)

    def encode(self, chunk):
        """Make the chunk (with its seq, ticks, rows and enc) a frame in place.

        Raises ValueError if it is not what was planned or its room is too small; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start
        if chunk.rows > self._rows or chunk.enc != self._enc:
            raise ValueError("chunk: not as planned")
        if self.headroom(n) > chunk.start - chunk.low or self.tailroom(n) > chunk.high - chunk.stop:
            raise ValueError("chunk: no room for the frame")
        head = self._head
        at = self._patch(head, self._seq_at, chunk.seq, 2)
        at = self._patch(head, at + 1, chunk.ticks, 4)
        at = self._patch(head, at + 1, chunk.rows, 2 if self._wide_n else 1)
        self._patch(head, len(head) - (2 if self._wide_size else 1), n, 2 if self._wide_size else 1)
        # A name for the view: a call within an assignment's target would allocate a bound method.
        front = chunk.window(chunk.start - len(head), chunk.start)
        front[:] = head
        self._close(chunk.push(len(head)))

    def due(self, seq):
        """The descriptor as a Chunk if it is time to say it before data frame `seq`, else None.

        Valid until the next call. Allocates: 0 B. IRQ-safe: no.
        """
        now = ticks_us()
        if self._said_at is not None and ticks_diff(now, self._said_at) < self._repeat_us:
            return None
        self._said_at = now
        chunk, item = self._said, self._item
        low = 1 + self._cobs.headroom(len(item) + 4)
        chunk.set(low, low + len(item))
        view = chunk.view
        view[:] = item
        self._patch(view, len(item) - 2, seq, 2)
        self._close(chunk)
        if self._crc:
            view = chunk.push(1).view
            view[0] = 0
        return chunk

    def _close(self, chunk):
        """CRC, stuffing and delimiter around an item."""
        if self._crc:
            self._crc.encode(chunk)
            self._cobs.encode(chunk)
            end = chunk.window(chunk.stop, chunk.stop + 1)
            end[0] = 0
            chunk.add(1)

    def _patch(self, buf, at, value, n):
        """Write `value` in `n` bytes, big-endian; returns where it ends."""
        stop = at + n
        shift = 8 * n
        while at < stop:
            shift -= 8
            buf[at] = value >> shift & 0xFF
            at += 1
        return at
