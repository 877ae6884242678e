"""Descriptor: what a stream is, for a receiver that joins at any time.

    Descriptor(1, "imu", ("ax", "ay", "az"), units="m/s2", scale=0.0012, rate=104)

A CBOR map with small integer keys, docs/wire-format.md, "Descriptor item".
"""

from struct import pack

_VERSION = 1
_INT16 = 77  # RFC 8746, section 2.1: sint16, little-endian
_TICK_HZ = 1_000_000
_TICK_MODULUS = 1 << 30


class Descriptor:
    """Stream `sid` (0 to 255), `name`, its `channels` by name, and what their int16 counts mean.

    physical value = count * `scale` + `offset`, in `units` (SenML, RFC 8428 section 12.1). Each of the three
    is one value for all channels or a tuple or list of one each; `rate` is rows per second, None if unknown.

    Raises ValueError naming the argument. Allocates: itself and the item. IRQ-safe: no.
    """

    def __init__(self, sid, name, channels, units=None, scale=1, offset=0, rate=None):
        number = (int, float)
        if not isinstance(sid, int) or not 0 <= sid <= 255:
            raise ValueError("sid: 0 to 255")
        if not isinstance(channels, (tuple, list)) or not 1 <= len(channels) <= 255:
            raise ValueError("channels: a tuple or list of 1 to 255 names")
        _check((name,), str, 1, "name")
        _check(channels, str, len(channels), "channels")
        _check(units, str, len(channels), "units")
        _check(scale, number, len(channels), "scale")
        _check(offset, number, len(channels), "offset")
        _check(None if rate is None else (rate,), number, 1, "rate")
        if rate is not None and rate <= 0:
            raise ValueError("rate: above 0")
        self.sid = sid
        fields = (_VERSION, sid, name, channels, units, _INT16)
        fields += (None if scale == 1 else scale, None if offset == 0 else offset, rate)
        fields += (_TICK_HZ, _TICK_MODULUS)
        item = b"".join(_item(key) + _item(field) for key, field in enumerate(fields) if field is not None)
        count = 1 + sum(field is not None for field in fields)
        self._encoded = _head(5, count) + item + _item(len(fields)) + b"\x19\0\0"

    def encode(self):
        """The CBOR item, its last two bytes the sequence number of the next data frame (0 here).

        Allocates: 0 B. IRQ-safe: yes.
        """
        return self._encoded


def _check(value, kind, n, name):
    """Raise ValueError(name) unless `value` is None, of `kind`, or `n` of `kind`; numbers are finite."""
    if isinstance(value, (tuple, list)):
        if len(value) != n:
            raise ValueError(name + ": one for all channels, or one each")
        for one in value:
            _check(one if one is not None else (), kind, -1, name)
    elif value is not None and (not isinstance(value, kind) or kind is not str and value - value != 0):
        raise ValueError(name + ": not text" if kind is str else name + ": not a finite number")


# These few lines of CBOR instead of codecs.cbor: a device that only sends saves the heap of a general writer.
def _head(major, n):
    if n < 24:
        return pack("B", major << 5 | n)
    size = (n > 0xFF) + (n > 0xFFFF)
    return pack((">BB", ">BH", ">BI")[size], major << 5 | 24 + size, n)


def _item(value):
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, (tuple, list)):
        return _head(4, len(value)) + b"".join(_item(one) for one in value)
    if -(1 << 28) < value < 1 << 31 and value == int(value):
        return _head(0, int(value)) if value >= 0 else _head(1, -1 - int(value))
    return pack(">Bd", 0xFB, value)
