"""Fletcher-16 and Adler-32: weaker than a CRC of the same size, without a table, and fast.

    adler = Adler32()
    adler.encode(chunk); adler.decode(chunk)    # appended, big-endian; checked and dropped
    adler.update(data); adler.value             # running: b"..."

    Fletcher-16   sum of sums, sum              modulo 255
    Adler-32      sum of sums | 1 + sum         modulo 65521, in two bytes each
"""

import memchunk.kernels as kernels
from memchunk.codecs.trailer import Trailer

_BLOCK = 2048  # bytes between two reductions: the most that keeps the sums below 2^30


class Fletcher16(Trailer):
    """J. G. Fletcher, "An arithmetic checksum for serial transmissions", IEEE Transactions on Communications 30(1),
    1982; the sums modulo 255, as in RFC 1146, appendix I, with eight bits each.

    `order` of the appended value: "big" for the sum of sums first. Raises ValueError("order").
    Allocates: itself and twice the value. IRQ-safe: no.
    """

    def __init__(self, order="big"):
        super().__init__("Fletcher-16", b"\0\0", kernels.sums.fletcher16, _BLOCK, "big", order)


class Adler32(Trailer):
    """RFC 1950, sections 8.2 and 9: what a zlib stream has at its end, big-endian.

    `order` of the appended value. Raises ValueError("order").
    Allocates: itself and twice the value. IRQ-safe: no.
    """

    def __init__(self, order="big"):
        super().__init__("Adler-32", b"\0\0\0\1", kernels.sums.adler32, _BLOCK, "big", order)
