"""The CBOR item of a descriptor: docs/wire-format.md, "Descriptor item".

Loaded when the first Descriptor is made, not when it is imported.
"""

from struct import pack

VERSION = 1
INT16 = 77  # RFC 8746, section 2.1: sint16, little-endian
TICK_HZ = 1_000_000
TICK_MODULUS = 1 << 30


def describe(sid, name, channels, units, scale, offset, rate):
    """The item; arguments and errors as Descriptor tells. Its last two bytes are the next sequence number, 0.

    Allocates: the result. IRQ-safe: no.
    """
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
    scale = None if scale == 1 else scale
    offset = None if offset == 0 else offset
    fields = (VERSION, sid, name, channels, units, INT16, scale, offset, rate, TICK_HZ, TICK_MODULUS)
    item = b"".join(_item(key) + _item(field) for key, field in enumerate(fields) if field is not None)
    count = 1 + sum(field is not None for field in fields)
    return _head(5, count) + item + _item(len(fields)) + b"\x19\0\0"


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
