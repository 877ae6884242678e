"""Typed arrays of CBOR (RFC 8746, section 2.1): numbers as they lie in memory, behind a tag that says which.

    tag_of("h") == 77                           # little-endian int16
    size_of_element(77) == 2

    tag   0 1 0 | float | signed | little-endian | size:2
"""

_TYPECODES = "BHIQbhiq?efd"  # by fours: unsigned, signed, float; in each one, two, four and eight bytes


def tag_of(typecode):
    """The tag of little-endian elements of `typecode`, one of BHIQbhiqefd as `array` and `struct` name them.

    Raises ValueError("typecode") for another. Allocates: 0 B. IRQ-safe: yes.
    """
    place = _TYPECODES.find(typecode) if len(typecode) == 1 and typecode != "?" else -1
    if place < 0:
        raise ValueError("typecode: one of BHIQbhiqefd")
    size = place & 3
    tag = 64 + (place >> 2 << 3) + size
    if place > 7:
        return tag + 3  # floats begin with two bytes
    return tag + 4 if size else tag  # one byte has no order


def size_of_element(tag):
    """Bytes of an element of a typed array with that tag, 64 to 87. Allocates: 0 B. IRQ-safe: yes."""
    return 1 << (tag >> 4 & 1) + (tag & 3)
