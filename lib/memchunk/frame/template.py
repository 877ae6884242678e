"""What a sender writes once and then only patches: a descriptor's item, and the head of data frames.

docs/wire-format.md, "Descriptor item" and "Data item". Loaded for a constructor, and let go of again.
"""

from array import array
from struct import pack


def head(descriptor, rows, size, enc, link):
    """A data item up to its payload, its integers at fixed width and 0, for up to `rows` rows in `size` bytes.

    Returns it and what Frame goes by, its `_plan`: the most rows and payload bytes, enc, the item's length, the
    places of seq and of the payload's length, whether n and that length take two bytes, `link`, and the bytes of a
    row if they come raw. Raises ValueError beyond 65535 of either, and for what is no `enc`.
    Allocates: the result. IRQ-safe: no.
    """
    if rows > 0xFFFF or size > 0xFFFF:
        raise ValueError("rows")
    if enc is None or not 0 <= enc < 24:
        raise ValueError("enc: none that frames know")
    # An array of six; sid; seq and t0 in two and four bytes; n; enc, tagged int16 if raw; a string of bytes.
    start = b"\x86" + _head(0, descriptor.sid)
    item = start + b"\x19\0\0\x1a\0\0\0\0" + (b"\x19\0\0" if rows > 0xFF else b"\x18\0")
    item += bytes((enc,)) if enc else b"\0\xd8\x4d"
    size_at = len(item) + 1
    item += b"\x59\0\0" if size > 0xFF else b"\x58\0"
    places = len(item), len(start) + 1, size_at
    widths = rows > 0xFF, size > 0xFF
    return item, array("i", (rows, size, enc) + places + widths + (link, 0 if enc else descriptor.row_size))


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
    # Version 1; 77 is sint16, little-endian (RFC 8746, section 2.1); ticks run at 1 MHz, modulo 2^30.
    fields = (1, sid, name, channels, units, 77, scale, offset, rate, 1_000_000, 1 << 30)
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
