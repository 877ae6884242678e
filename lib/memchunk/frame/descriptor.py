"""Descriptor: what a stream is, for a receiver that joins at any time.

    Descriptor(1, "imu", ("ax", "ay", "az"), units="m/s2", scale=0.0012, rate=104)

A CBOR map with small integer keys, docs/wire-format.md, "Descriptor item".
"""

from memchunk.codecs.cbor import UINT, CborWriter

VERSION = 1
TICK_HZ = 1_000_000
TICK_MODULUS = 1 << 30
INT16 = 77  # RFC 8746, section 2.1: sint16, little-endian


class Descriptor:
    """Stream `sid` (0 to 255), `name`, its `channels` by name, and what their int16 counts mean.

    physical value = count * `scale` + `offset`, in `units` (SenML, RFC 8428 section 12.1). Each of the three
    is one value for all channels or a sequence of one each; `rate` is rows per second, None if unknown.

    Raises ValueError naming the argument. Allocates: itself; at `encode` the item. IRQ-safe: no.
    """

    def __init__(self, sid, name, channels, units=None, scale=1, offset=0, rate=None):
        if not 0 <= sid <= 255:
            raise ValueError("sid: 0 to 255")
        if isinstance(channels, str) or not 1 <= len(channels) <= 255:
            raise ValueError("channels: a sequence of 1 to 255 names")
        self.sid = sid
        self.name = name
        self.channels = channels
        self.units = _for_each(units, str, channels, "units")
        self.scale = _for_each(scale, (int, float), channels, "scale")
        self.offset = _for_each(offset, (int, float), channels, "offset")
        self.rate = rate

    def encode(self):
        """The CBOR item, its last two bytes the sequence number of the next data frame (0 here).

        Allocates: the result. IRQ-safe: no.
        """
        fields = (VERSION, self.sid, self.name, self.channels, self.units, INT16)
        fields += (_unless(1, self.scale), _unless(0, self.offset), self.rate, TICK_HZ, TICK_MODULUS)
        out = CborWriter(bytearray(_bound(fields)))
        out.map(1 + sum(field is not None for field in fields))
        for key, field in enumerate(fields):
            if field is not None:
                out.int(key)
                _put(out, field)
        out.int(len(fields))
        return out.getvalue() + bytes((UINT << 5 | 25, 0, 0))


def _for_each(value, kind, channels, name):
    if value is None or isinstance(value, kind):
        return value
    if len(value) != len(channels):
        raise ValueError(name + ": one for all channels, or one each")
    return value


def _unless(default, value):
    return None if value == default else value


def _bound(value):
    """The most bytes that the CBOR of a value takes, its key included."""
    if isinstance(value, str):
        return 6 + 4 * len(value)
    if isinstance(value, (tuple, list)):
        return 6 + sum(_bound(one) for one in value)
    return 10


def _put(out, value):
    if isinstance(value, str):
        out.text(value)
    elif isinstance(value, (tuple, list)):
        out.array(len(value))
        for one in value:
            _put(out, one)
    else:
        out.float(value)
