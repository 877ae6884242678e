"""FrameReader: frames out of bytes that come in any pieces, on the device.

    reader = FrameReader(512)
    reader.commit(uart.readinto(reader.claim()) or 0)
    while reader.next():
        use(reader.sid, reader.seq, reader.rows, reader.payload)

A broken frame is counted, and the next zero byte starts afresh.
"""

import memchunk.kernels as kernels
from memchunk.chunk import Chunk
from memchunk.codecs.cbor import ARRAY, BYTES, MAP, TAG, TEXT, CborReader
from memchunk.codecs.cobs import Cobs
from memchunk.codecs.crc import Crc32
from memchunk.errors import DecodeError
from memchunk.port import const
from memchunk.view import ALL

_WINDOW = 16  # the frames of a stream that are remembered: in what state, and by which CRC
_UNKNOWN, _HERE, _MISSING, _REPEATED = range(4)
_NOTE = 5  # bytes: state and CRC
_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`


class FrameReader:
    """Reads frames of up to `size` bytes, its delimiter included.

    After `next` returned True: `kind` ("data" or "descriptor"), and of data `sid`, `seq`, `ticks`, `rows`,
    `enc`, `tag` (of a raw payload, by RFC 8746: 77 is int16) and `payload`, a view; of a descriptor `payload` is the
    CBOR item. Whether tag and length fit the stream only its descriptor can tell: that is left to who reads it.
    Counts: `good`, `bad` (broken or too long), `lost` (numbers missing of up to `streams` streams), `duplicate`
    (the same frame again; skipped), `restarts` (numbers behind that are not missing: a sender that started anew).
    The last 16 frames of a stream are remembered for that; a repeat from further back looks like a restart.

    Raises ValueError("size") below 16, ("streams") below 1. Allocates: the memory and ten objects. IRQ-safe: no.
    """

    def __init__(self, size, streams=8):
        if size < 16:
            raise ValueError("size: at least 16")
        if streams < 1:
            raise ValueError("streams: at least 1")
        self._memory = bytearray(size)
        self._chunk = Chunk(self._memory)
        self._item = CborReader(self._memory)
        self._cobs = Cobs()
        self._find = kernels.unlink.find
        self._crc = Crc32()
        self._sids = [-1] * streams
        self._next_seq = [0] * streams
        self._notes = bytearray(streams * _WINDOW * _NOTE)
        self._from = self._to = 0  # the bytes not yet looked at
        self._start = 0  # of the frame that is coming in
        self._skipping = False
        self.good = self.bad = self.lost = self.duplicate = self.restarts = 0
        self.kind = None

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
        """Go to the next good frame; False when more bytes are needed.

        Allocates: 0 B; 200 B or less for a broken frame (the error is caught). IRQ-safe: no.
        """
        while True:
            end = self._find(self._memory, self._from, self._to, 0)
            if end < 0:
                self._from = self._to
                return False
            start = self._start
            self._start = self._from = end + 1
            if self._skipping:
                self._skipping = False
            elif end > start:
                self._chunk.set(start, end)
                if self._open():
                    return True

    @property
    def payload(self):
        """The frame's payload as a view, until the next call. Allocates: 0 B. IRQ-safe: no."""
        return self._chunk.view

    def _make_room(self):
        chunk = self._chunk
        kept = self._to - self._start
        if kept >= len(self._memory) and self._from == self._to:  # no delimiter in sight: too long to be a frame
            self.bad += not self._skipping and self.bad < _MOST
            self._skipping = True
            kept = 0
            self._start = self._to
        if self._start:
            front = chunk.window(0, kept)
            front[ALL] = chunk.set(self._start, self._start + kept).view
            self._from -= self._start
            self._to = kept
            self._start = 0

    def _open(self):
        try:
            return self._read(self._chunk)
        except DecodeError:
            self.bad += self.bad < _MOST
            return False

    def _read(self, chunk):
        self._cobs.decode(chunk)
        self._crc.decode(chunk)
        known = self._parse(chunk)
        self.good += known and self.good < _MOST
        return known

    def _parse(self, chunk):
        item = self._item
        item.reset(self._memory, chunk.stop)
        item.at = chunk.start
        major = item.head()
        if major == MAP:
            self.kind = "descriptor"
            _walk(self._memory, item, 2 * item.value, chunk.stop)
            return True
        if major != ARRAY or item.value != 6:
            raise DecodeError("frame: neither data nor descriptor")
        self.kind = "data"
        return self._data(chunk, item)

    def _data(self, chunk, item):
        sid = item.uint()
        seq = item.uint()
        self.ticks = item.uint()
        self.rows = item.uint()
        self.enc = item.uint()
        self.tag = 0 if self.enc else item.expect(TAG)
        n = item.string(BYTES)
        if item.at + n != chunk.stop:
            raise DecodeError("frame: not as long as its payload")
        if (self.rows == 0) != (n == 0):
            raise DecodeError("frame: a payload of no rows, or rows without one")
        if sid > 0xFF or seq > 0xFFFF or self.rows > 0xFFFF or self.ticks > 0xFFFFFFFF:
            raise DecodeError("frame: a number beyond its range")
        chunk.set(item.at, chunk.stop)
        self.sid = sid
        self.seq = seq
        return self._follow(sid, seq)

    def _follow(self, sid, seq):
        """Count what is missing before `seq`; False if it was here before."""
        at = self._stream(sid)
        if at < 0:
            return True  # more streams than there is memory for: delivered, not counted
        ahead = seq - self._next_seq[at] & 0xFFFF
        if ahead < 0x8000:
            self._miss(at, seq, ahead)
        else:
            state = self._behind(at, seq, ahead)
            if state != _UNKNOWN:
                return state == _MISSING
        self._note(at, seq, _HERE)
        self._next_seq[at] = seq + 1 & 0xFFFF
        return True

    def _behind(self, at, seq, ahead):
        """What to make of a number that is behind: a repeat, a late frame, or a new start."""
        state = self._seen(at, seq) if 0xFFFF - ahead < _WINDOW else _UNKNOWN
        if state == _REPEATED:
            self.duplicate += self.duplicate < _MOST
        elif state == _MISSING:
            self.lost -= 1
            self._note(at, seq, _HERE)
        else:
            self.restarts += self.restarts < _MOST
            self._start_anew(at)
        return state

    def _stream(self, sid):
        """The place of a stream among those that are followed, or -1."""
        sids = self._sids
        for at in range(len(sids)):
            if sids[at] == sid:
                return at
            if sids[at] < 0:
                sids[at] = sid
                self._next_seq[at] = self.seq  # whatever comes first is not after a gap
                return at
        return -1

    def _miss(self, at, seq, n):
        self.lost += min(n, _MOST - self.lost)
        n = min(n, _WINDOW - 1)
        while n:
            self._note(at, seq - n, _MISSING)
            n -= 1

    def _note(self, at, seq, state):
        at = (at * _WINDOW + seq % _WINDOW) * _NOTE
        self._notes[at] = state
        for i in range(4):
            self._notes[at + 1 + i] = self._crc.found[i]

    def _seen(self, at, seq):
        at = (at * _WINDOW + seq % _WINDOW) * _NOTE
        state = self._notes[at]
        if state == _HERE:
            for i in range(4):
                if self._notes[at + 1 + i] != self._crc.found[i]:
                    return _UNKNOWN
            return _REPEATED
        return state

    def _start_anew(self, at):
        for i in range(at * _WINDOW, (at + 1) * _WINDOW):
            self._notes[i * _NOTE] = _UNKNOWN


def _walk(buf, item, left, stop):
    """Step over `left` items and all in them, which end at `stop`, or raise DecodeError."""
    while left > 0:
        left -= 1
        first = buf[item.at] if item.at < stop else 0
        if 26 <= first & 31 <= 27 and not BYTES <= first >> 5 <= TAG:  # a number that may be a large int
            item.at += 5 if first & 31 == 26 else 9
            continue
        major = item.head()
        if BYTES <= major <= TEXT:
            item.at += item.value
        elif major == ARRAY or major == MAP:
            left += item.value << (major == MAP)
        elif major == TAG:
            left += 1
    if item.at != stop:
        raise DecodeError("frame: not as long as its descriptor")
