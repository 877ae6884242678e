"""CRC-32 at the end of a chunk, or running.

    crc = Crc32()
    crc.encode(chunk)                           # four bytes longer
    crc.update(data); crc.value                 # b"...", little-endian

CRC-32/ISO-HDLC of the CRC catalogue (zlib, Ethernet): polynomial 0x04C11DB7 reflected, check 0xCBF43926.
The value stays four bytes: as an int it would not fit a small one.
"""

import memchunk.kernels as kernels
from memchunk.codecs import size_of
from memchunk.codecs.codec import Codec
from memchunk.errors import DecodeError

_SIZE = 4


class Crc32(Codec):
    """The running CRC, `value`, and the stage that appends one or checks it; the two do not disturb each other.

    `found` is the CRC of the last payload that was checked.

    Allocates: itself and eight bytes. IRQ-safe: no.
    """

    def __init__(self):
        self.value = bytearray(_SIZE)
        self.found = bytearray(_SIZE)  # of a chunk that is checked
        self._crc32 = kernels.link.crc32

    def tailroom(self, size):
        """Four bytes. Allocates: 0 B. IRQ-safe: yes."""
        return _SIZE

    def max_len(self, size):
        """Four bytes more. Allocates: 0 B. IRQ-safe: yes."""
        return size + _SIZE

    def reset(self):
        """Start anew. Allocates: 0 B. IRQ-safe: yes."""
        value = self.value
        value[0] = value[1] = value[2] = value[3] = 0

    def update(self, src):
        """Carry `value` on over all bytes of `src`.

        Raises TypeError("src") for what is not bytes. Allocates: 0 B. IRQ-safe: yes.
        """
        self._crc32(self.value, src, size_of(src))

    def encode(self, chunk):
        """Append the CRC of the payload, little-endian.

        Raises ValueError without the tailroom; nothing changes. Allocates: 0 B. IRQ-safe: yes.
        """
        end = chunk.window(chunk.stop, chunk.stop + _SIZE)
        end[0] = end[1] = end[2] = end[3] = 0  # the CRC of no bytes
        self._crc32(end, chunk.view, chunk.stop - chunk.start)
        chunk.add(_SIZE)

    def decode(self, chunk):
        """Check the CRC at the end and drop it.

        Raises DecodeError if it is wrong or the chunk too short; nothing changes.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = chunk.stop - chunk.start - _SIZE
        if n < 0:
            raise DecodeError("CRC-32: ends within the CRC, at byte %d" % (n + _SIZE))
        found = self.found
        found[0] = found[1] = found[2] = found[3] = 0
        self._crc32(found, chunk.view, n)
        if chunk.window(chunk.stop - _SIZE, chunk.stop) != found:
            raise DecodeError("CRC-32: wrong at byte %d" % n)
        chunk.trim(_SIZE)
