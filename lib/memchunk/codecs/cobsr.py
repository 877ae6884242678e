"""COBS/R: COBS that most often saves its byte of overhead, as its last length may be the last byte itself.

    cobsr = CobsR()
    n = cobsr.encode_into(b"a\\0b", out)         # 02 61 62, where COBS has 02 61 02 62

Craig McQueen, "Consistent Overhead Byte Stuffing—Reduced (COBS/R)", the documentation of the Python package cobs
(pythonhosted.org/cobs). The delimiter is not part of it.
"""

import memchunk.kernels as kernels
from memchunk.codecs import check_into, size_of
from memchunk.codecs.cobs import Cobs


class CobsR(Cobs):
    """A length that goes beyond the end is a byte, which belongs there. Room as for COBS.

    Allocates: itself. IRQ-safe: no.
    """

    _name = "COBS/R"

    def __init__(self):
        self._stuff = kernels.link.stuff
        self._reduce = kernels.cobsr.reduce
        self._decode = kernels.uncobsr.unstuff
        kernels.memory  # loads it now, for check_into  # noqa: B018

    def decode_into(self, src, dst):
        """Unstuff `src`, a frame without its delimiter, into `dst`; returns how many bytes were written.

        `dst` has room for len(src) bytes, and may be `src`. Raises DecodeError for a zero or no byte at all (`dst`
        then holds what came before); other errors: see `check_into`. Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        check_into(src, dst, n, 0)
        return self._checked(self._decode(src, n, dst), n)

    def _encode(self, src, n, dst):
        n = self._stuff(src, n, dst)
        return self._reduce(dst, n)
