"""SLIP: packets with an END between them, and the reader of packets.

    slip = Slip()
    slip.encode(chunk)                          # C0 61 DB DC 62 C0 of 61 C0 62; in place
    reader = SlipDecoder(slip.max_len(256))
    reader.commit(uart.readinto(reader.claim()) or 0)
    while reader.next(): use(reader.payload)

J. Romkey, "A Nonstandard for Transmission of IP Datagrams over Serial Lines: SLIP", RFC 1055, 1988.
"""

import memchunk.kernels as kernels
from memchunk.chunk import Chunk
from memchunk.codecs import check_into, size_of
from memchunk.codecs.codec import Codec
from memchunk.errors import DecodeError
from memchunk.port import const
from memchunk.view import ALL

_END = 192
_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`


class Slip(Codec):
    """One packet, and its END; with `flush` another one in front, which ends what noise on the line began.

    Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, flush=True):
        self._lead = 1 if flush else 0
        self._encode = kernels.slip.escape
        self._decode = kernels.unslip.unescape
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def headroom(self, size):
        """Bytes needed in front: as many again, if each has to be escaped, and the ENDs.

        Allocates: 0 B. IRQ-safe: yes.
        """
        return size + 1 + self._lead

    def max_len(self, size):
        """The most that `size` bytes become. Allocates: 0 B. IRQ-safe: yes."""
        return size + self.headroom(size)

    def encode_into(self, src, dst):
        """Escape the bytes of `src` into `dst`, with the ENDs; returns how many bytes were written.

        Errors: see `check_into`; `dst` has room for max_len(len(src)). Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, self.max_len(n), self.headroom(n))
        return self._encode(src, n, dst, self._lead)

    def decode_into(self, src, dst):
        """Undo it for `src`, any number of ENDs, one packet and its END; returns how many bytes were written.

        `dst` has room for len(src) - 1 bytes, and may be `src`. Raises DecodeError if `src` does not end with
        an END (nothing is written), or if one comes before, or an ESC before a byte where none belongs
        (`dst` then holds what came before); other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, n - 1, 0)
        return _checked(self._decode(src, n, dst))

    def encode(self, chunk):
        """Escape a chunk in place. Raises ValueError without the headroom. Allocates: 0 B. IRQ-safe: yes."""
        n = chunk.stop - chunk.start
        start = chunk.start - self.headroom(n)
        room = chunk.window(start, chunk.stop)
        n = self._encode(chunk.view, n, room, self._lead)
        chunk.set(start, start + n)

    def decode(self, chunk):
        """Undo it in place.

        Raises DecodeError as `decode_into`; the chunk's bytes are then partly decoded.
        Allocates: 0 B. IRQ-safe: yes.
        """
        view = chunk.view
        n = _checked(self._decode(view, chunk.stop - chunk.start, view))
        chunk.set(chunk.start, chunk.start + n)


def _checked(length):
    if length < 0:
        raise DecodeError("SLIP: broken at byte %d" % (-1 - length))
    return length


class SlipDecoder:
    """Reads packets of up to `size` bytes as they come over the line, the END included.

    After `next` returned True `payload` is the packet. Counts: `good` and `bad` (wrongly escaped or too long;
    the next END starts afresh). Nothing between two ENDs is no packet, as in `recv_packet` of RFC 1055.

    Raises ValueError("size") below 2. Allocates: the memory and four objects. IRQ-safe: no.
    """

    def __init__(self, size):
        if size < 2:
            raise ValueError("size: at least 2")
        self._memory = bytearray(size)
        self._chunk = Chunk(self._memory)
        self._find = kernels.unlink.find
        self._decode = kernels.unslip.unescape
        self._from = self._to = 0  # the bytes not yet looked at
        self._start = 0  # of the packet that is coming in
        self._skipping = False
        self.good = self.bad = 0

    def claim(self):
        """View of the room for more bytes; what `next` gave ends.

        Empty only if the memory is full and `next` has yet to look at it. Allocates: 0 B. IRQ-safe: no.
        """
        self._make_room()
        return self._chunk.window(self._to, len(self._memory))

    def commit(self, n):
        """Take in the first `n` bytes of the claimed view.

        Raises ValueError("n") beyond it; nothing changes. Allocates: 0 B. IRQ-safe: no.
        """
        if not 0 <= n <= len(self._memory) - self._to:
            raise ValueError("n: more than was claimed")
        self._to += n | 0  # raises TypeError for a float

    def next(self):
        """Go to the next good packet; False when more bytes are needed. Allocates: 0 B. IRQ-safe: no."""
        while True:
            end = self._find(self._memory, self._from, self._to, _END)
            if end < 0:
                self._from = self._to
                return False
            start = self._start
            self._start = self._from = end + 1
            if self._skipping:
                self._skipping = False
            elif end > start and self._open(self._chunk.set(start, end + 1)):
                return True

    @property
    def payload(self):
        """The packet as a view, until the next call. Allocates: 0 B. IRQ-safe: no."""
        return self._chunk.view

    def _make_room(self):
        kept = self._to - self._start
        if kept >= len(self._memory) and self._from == self._to:  # no END in sight: too long
            self.bad += not self._skipping and self.bad < _MOST
            self._skipping = True
            kept = 0
            self._start = self._to
        if self._start:
            front = self._chunk.window(0, kept)
            front[ALL] = self._chunk.set(self._start, self._to).view
            self._from -= self._start
            self._to = kept
            self._start = 0

    def _open(self, chunk):
        view = chunk.view
        n = self._decode(view, chunk.stop - chunk.start, view)
        if n < 0:
            self.bad += self.bad < _MOST
            return False
        self.good += self.good < _MOST
        chunk.set(chunk.start, chunk.start + n)
        return True
