"""RFC 8949, appendices A and F: CBOR items with what the reader must say of each.

EXAMPLES holds (item, value): `Tag` and `Simple` for what Python has no type for, Refused(byte) for what is of
indefinite length. NOT_WELL_FORMED holds (item, byte): where `skip` finds it broken.
"""

from struct import unpack

INF = float("inf")
NAN = float("nan")
LARGEST = unpack(">f", b"\x7f\x7f\xff\xff")[0]  # no number: the parser before MicroPython 1.27 misses it by a bit


class Mark:
    """A number, and for a tag what follows it; equal to its like."""

    def __init__(self, number, value=None):
        self.number, self.value = number, value

    def __eq__(self, other):
        return type(self) is type(other) and (self.number, self.value) == (other.number, other.value)


class Tag(Mark):
    pass


class Simple(Mark):
    pass


class Refused(Mark):
    pass


EXAMPLES = (
    # unsigned and negative integers
    (b"\x00", 0),
    (b"\x01", 1),
    (b"\x0a", 10),
    (b"\x17", 23),
    (b"\x18\x18", 24),
    (b"\x18\x19", 25),
    (b"\x18\x64", 100),
    (b"\x19\x03\xe8", 1000),
    (b"\x1a\x00\x0f\x42\x40", 1000000),
    (b"\x1b\x00\x00\x00\xe8\xd4\xa5\x10\x00", 1000000000000),
    (b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff", 18446744073709551615),
    (b"\xc2\x49\x01\x00\x00\x00\x00\x00\x00\x00\x00", Tag(2, b"\x01" + bytes(8))),
    (b"\x3b\xff\xff\xff\xff\xff\xff\xff\xff", -18446744073709551616),
    (b"\xc3\x49\x01\x00\x00\x00\x00\x00\x00\x00\x00", Tag(3, b"\x01" + bytes(8))),
    (b"\x20", -1),
    (b"\x29", -10),
    (b"\x38\x63", -100),
    (b"\x39\x03\xe7", -1000),
    # floats
    (b"\xf9\x00\x00", 0.0),
    (b"\xf9\x80\x00", -0.0),
    (b"\xf9\x3c\x00", 1.0),
    (b"\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a", 1.1),
    (b"\xf9\x3e\x00", 1.5),
    (b"\xf9\x7b\xff", 65504.0),
    (b"\xfa\x47\xc3\x50\x00", 100000.0),
    (b"\xfa\x7f\x7f\xff\xff", LARGEST),
    (b"\xfb\x7e\x37\xe4\x3c\x88\x00\x75\x9c", 1.0e300),
    (b"\xf9\x00\x01", 5.960464477539063e-8),
    (b"\xf9\x04\x00", 0.00006103515625),
    (b"\xf9\xc4\x00", -4.0),
    (b"\xfb\xc0\x10\x66\x66\x66\x66\x66\x66", -4.1),
    (b"\xf9\x7c\x00", INF),
    (b"\xf9\x7e\x00", NAN),
    (b"\xf9\xfc\x00", -INF),
    (b"\xfa\x7f\x80\x00\x00", INF),
    (b"\xfa\x7f\xc0\x00\x00", NAN),
    (b"\xfa\xff\x80\x00\x00", -INF),
    (b"\xfb\x7f\xf0\x00\x00\x00\x00\x00\x00", INF),
    (b"\xfb\x7f\xf8\x00\x00\x00\x00\x00\x00", NAN),
    (b"\xfb\xff\xf0\x00\x00\x00\x00\x00\x00", -INF),
    # simple values
    (b"\xf4", False),
    (b"\xf5", True),
    (b"\xf6", None),
    (b"\xf7", Simple(23)),
    (b"\xf0", Simple(16)),
    (b"\xf8\xff", Simple(255)),
    # tags
    (b"\xc0\x742013-03-21T20:04:00Z", Tag(0, "2013-03-21T20:04:00Z")),
    (b"\xc1\x1a\x51\x4b\x67\xb0", Tag(1, 1363896240)),
    (b"\xc1\xfb\x41\xd4\x52\xd9\xec\x20\x00\x00", Tag(1, 1363896240.5)),
    (b"\xd7\x44\x01\x02\x03\x04", Tag(23, b"\x01\x02\x03\x04")),
    (b"\xd8\x18\x45\x64\x49\x45\x54\x46", Tag(24, b"\x64\x49\x45\x54\x46")),
    (b"\xd8\x20\x76http://www.example.com", Tag(32, "http://www.example.com")),
    # strings
    (b"\x40", b""),
    (b"\x44\x01\x02\x03\x04", b"\x01\x02\x03\x04"),
    (b"\x60", ""),
    (b"\x61\x61", "a"),
    (b"\x64\x49\x45\x54\x46", "IETF"),
    (b"\x62\x22\x5c", '"\\'),
    (b"\x62\xc3\xbc", "\u00fc"),
    (b"\x63\xe6\xb0\xb4", "\u6c34"),
    (b"\x64\xf0\x90\x85\x91", "\U00010151"),
    # arrays
    (b"\x80", []),
    (b"\x83\x01\x02\x03", [1, 2, 3]),
    (b"\x83\x01\x82\x02\x03\x82\x04\x05", [1, [2, 3], [4, 5]]),
    (b"\x98\x19" + bytes(range(1, 24)) + b"\x18\x18\x18\x19", list(range(1, 26))),
    # maps
    (b"\xa0", {}),
    (b"\xa2\x01\x02\x03\x04", {1: 2, 3: 4}),
    (b"\xa2\x61\x61\x01\x61\x62\x82\x02\x03", {"a": 1, "b": [2, 3]}),
    (b"\x82\x61\x61\xa1\x61\x62\x61\x63", ["a", {"b": "c"}]),
    (b"\xa5\x61a\x61A\x61b\x61B\x61c\x61C\x61d\x61D\x61e\x61E", {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}),
    # indefinite lengths
    (b"\x5f\x42\x01\x02\x43\x03\x04\x05\xff", Refused(0)),
    (b"\x7f\x65\x73\x74\x72\x65\x61\x64\x6d\x69\x6e\x67\xff", Refused(0)),
    (b"\x9f\xff", Refused(0)),
    (b"\x9f\x01\x82\x02\x03\x9f\x04\x05\xff\xff", Refused(0)),
    (b"\x9f\x01\x82\x02\x03\x82\x04\x05\xff", Refused(0)),
    (b"\x83\x01\x82\x02\x03\x9f\x04\x05\xff", Refused(5)),
    (b"\x83\x01\x9f\x02\x03\xff\x82\x04\x05", Refused(2)),
    (b"\x9f" + bytes(range(1, 24)) + b"\x18\x18\x18\x19\xff", Refused(0)),
    (b"\xbf\x61\x61\x01\x61\x62\x9f\x02\x03\xff\xff", Refused(0)),
    (b"\x82\x61\x61\xbf\x61\x62\x61\x63\xff", Refused(3)),
    (b"\xbf\x63\x46\x75\x6e\xf5\x63\x41\x6d\x74\x21\xff", Refused(0)),
)  # fmt: skip
NOT_WELL_FORMED = (
    # appendix F.1: end of input in a head
    (b"\x18", 0),
    (b"\x19", 0),
    (b"\x1a", 0),
    (b"\x1b", 0),
    (b"\x19\x01", 0),
    (b"\x1a\x01\x02", 0),
    (b"\x1b\x01\x02\x03\x04\x05\x06\x07", 0),
    (b"\x38", 0),
    (b"\x58", 0),
    (b"\x78", 0),
    (b"\x98", 0),
    (b"\x9a\x01\xff\x00", 0),
    (b"\xb8", 0),
    (b"\xd8", 0),
    (b"\xf8", 0),
    (b"\xf9\x00", 0),
    (b"\xfa\x00\x00", 0),
    (b"\xfb\x00\x00\x00", 0),
    # Definite-length strings with short data
    (b"\x41", 0),
    (b"\x61", 0),
    (b"\x5a\xff\xff\xff\xff\x00", 0),
    (b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03", 0),
    (b"\x7a\xff\xff\xff\xff\x00", 0),
    (b"\x7b\x7f\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03", 0),
    # Definite-length maps and arrays not closed with enough items
    (b"\x81", 0),
    (b"\x81\x81\x81\x81\x81\x81\x81\x81\x81", 8),
    (b"\x82\x00", 0),
    (b"\xa1", 0),
    (b"\xa2\x01\x02", 0),
    (b"\xa1\x00", 0),
    (b"\xa2\x00\x00\x00", 0),
    # Tag number not followed by tag content
    (b"\xc0", 1),
    # Indefinite-length strings not closed by a "break" stop code
    (b"\x5f\x41\x00", 0),
    (b"\x7f\x61\x00", 0),
    # Indefinite-length maps and arrays not closed by a "break" stop code
    (b"\x9f", 0),
    (b"\x9f\x01\x02", 0),
    (b"\xbf", 0),
    (b"\xbf\x01\x02\x01\x02", 0),
    (b"\x81\x9f", 1),
    (b"\x9f\x80\x00", 0),
    (b"\x9f\x9f\x9f\x9f\x9f\xff\xff\xff\xff", 0),
    (b"\x9f\x81\x9f\x81\x9f\x9f\xff\xff\xff", 0),
    # Reserved additional information values
    (b"\x1c", 0),
    (b"\x1d", 0),
    (b"\x1e", 0),
    (b"\x3c", 0),
    (b"\x3d", 0),
    (b"\x3e", 0),
    (b"\x5c", 0),
    (b"\x5d", 0),
    (b"\x5e", 0),
    (b"\x7c", 0),
    (b"\x7d", 0),
    (b"\x7e", 0),
    (b"\x9c", 0),
    (b"\x9d", 0),
    (b"\x9e", 0),
    (b"\xbc", 0),
    (b"\xbd", 0),
    (b"\xbe", 0),
    (b"\xdc", 0),
    (b"\xdd", 0),
    (b"\xde", 0),
    (b"\xfc", 0),
    (b"\xfd", 0),
    (b"\xfe", 0),
    # Reserved two-byte encodings of simple values
    (b"\xf8\x00", 0),
    (b"\xf8\x01", 0),
    (b"\xf8\x18", 0),
    (b"\xf8\x1f", 0),
    # Indefinite-length string chunks not of the correct type
    (b"\x5f\x00\xff", 0),
    (b"\x5f\x21\xff", 0),
    (b"\x5f\x61\x00\xff", 0),
    (b"\x5f\x80\xff", 0),
    (b"\x5f\xa0\xff", 0),
    (b"\x5f\xc0\x00\xff", 0),
    (b"\x5f\xe0\xff", 0),
    (b"\x7f\x41\x00\xff", 0),
    # Indefinite-length string chunks not of definite length
    (b"\x5f\x5f\x41\x00\xff\xff", 0),
    (b"\x7f\x7f\x61\x00\xff\xff", 0),
    # Break occurring on its own outside of an indefinite-length item
    (b"\xff", 0),
    # Break occurring in a definite-length array or map or a tag
    (b"\x81\xff", 1),
    (b"\x82\x00\xff", 2),
    (b"\xa1\xff", 0),
    (b"\xa1\xff\x00", 1),
    (b"\xa1\x00\xff", 2),
    (b"\xa2\x00\x00\xff", 0),
    (b"\x9f\x81\xff", 0),
    (b"\x9f\x82\x9f\x81\x9f\x9f\xff\xff\xff\xff", 0),
    # Break in an indefinite-length map that would lead to an odd number of items
    (b"\xbf\x00\xff", 0),
    (b"\xbf\x00\x00\x00\xff", 0),
    # Major type 0, 1, 6 with additional information 31
    (b"\x1f", 0),
    (b"\x3f", 0),
    (b"\xdf", 0),
)  # fmt: skip
