"""Crc: any CRC of 8, 16 or 32 bits, by its name or its parameters in the CRC catalogue.

    crc = Crc("CRC-16/MODBUS")                  # a table of 512 bytes; small=True: of 64, at half the speed
    crc.encode(chunk); crc.decode(chunk)        # appended, low byte first; checked and dropped
    crc.update(data); crc.value                 # running: b"..."
    Crc((16, 0x8005, 0xFFFF, True, True, 0))    # the same: width, poly, init, refin, refout, xorout

Greg Cook, "Catalogue of parametrised CRC algorithms" (reveng.sourceforge.io); Ross Williams, "A painless guide to
CRC error detection algorithms", 1993, sections 10, 11 and 15. A value stays bytes: as an int it would not fit a
small one.
"""

import memchunk.kernels as kernels
from memchunk import once
from memchunk.codecs.trailer import Trailer


class Crc(Trailer):
    """A CRC by `model`: (width, poly, init, refin, refout, xorout), or one of these names of the catalogue.

    CRC-8/SMBUS, CRC-8/MAXIM-DOW (or CRC-8/MAXIM), CRC-16/IBM-3740 (CRC-16/CCITT-FALSE), CRC-16/XMODEM,
    CRC-16/IBM-SDLC (CRC-16/X-25), CRC-16/KERMIT, CRC-16/MODBUS, CRC-32/ISO-HDLC (CRC-32), CRC-32/ISCSI (CRC-32C).

    `order` of the appended value, "little" or "big", is by default that of the bits: "little" if `refout`, as
    protocols mostly have it. `small` takes two tables of 16 entries for one of 256.
    Raises ValueError("model") for an unknown name or a number out of range, ("order"); TypeError("model").
    Allocates: itself, the table (4 bytes, and 32 or 256 entries of `size`) and twice the value. IRQ-safe: no.
    """

    def __init__(self, model, small=False, order=None):
        name, start, table, kept, mirrored = once("memchunk.codecs.crc_table").make(model, small)
        subject = getattr(kernels, "crc%d" % (8 * len(start)))
        kernel = subject.nibblewise if small else subject.bytewise
        super().__init__(name, start, kernel, table, kept, order or kept)
        self._mirrored = mirrored

    def _turn(self, value):
        if self._mirrored:
            for i in range(self.size):
                byte = value[i]
                byte = (byte & 0x55) << 1 | byte >> 1 & 0x55
                byte = (byte & 0x33) << 2 | byte >> 2 & 0x33
                value[i] = (byte & 0x0F) << 4 | byte >> 4
        Trailer._turn(self, value)
