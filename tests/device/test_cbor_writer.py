"""CborWriter: what `codecs.cbor` lacks (test_cbor.py has that): floats of any width, simple values, typed arrays."""

# lanes: heap=512k

import struct

from cbor_vectors import EXAMPLES, INF, NAN, Simple, Tag
from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk
from memchunk.codecs.cbor_typed import size_of_element, tag_of
from memchunk.codecs.cbor_writer import CborWriter

# RFC 8746, section 2.1: typecode, tag, bytes of an element.
TYPED = (
    ("B", 64, 1), ("H", 69, 2), ("I", 70, 4), ("Q", 71, 8), ("b", 72, 1), ("h", 77, 2), ("i", 78, 4), ("q", 79, 8),
    ("e", 84, 2), ("f", 85, 4), ("d", 86, 8),
)  # fmt: skip
# What a float16 is nearest to: values, and its bits.
HALVES = (
    (0.0, 0x0000), (-0.0, 0x8000), (1.0, 0x3C00), (-2.0, 0xC000), (65504.0, 0x7BFF), (0.333251953125, 0x3555),
    (5.960464477539063e-8, 0x0001), (6.097555160522461e-5, 0x03FF), (6.103515625e-5, 0x0400), (21, 0x4D40),
    # ties: to even, below and above
    (1.00048828125, 0x3C00), (1.00146484375, 0x3C02), (2049.0, 0x6800), (2051.0, 0x6802),
    (2.9802322387695312e-8, 0x0000), (8.940696716308594e-8, 0x0002), (1.4901161193847656e-8, 0x0000),
    # carries: into the exponent, into the first with a leading bit, to infinity
    (1.9998, 0x4000), (6.1005353927612305e-5, 0x0400), (65519.0, 0x7BFF), (65520.0, 0x7C00), (-1e6, 0xFC00),
    (1e-30, 0x0000), (-1e-30, 0x8000), (INF, 0x7C00), (-INF, 0xFC00), (1 << 20, 0x7C00),
)  # fmt: skip
DOUBLE = struct.unpack("f", struct.pack("f", 0.1))[0] != 0.1  # whether floats here have more than 32 bits


def written(name, *args):
    out = CborWriter(bytearray(64))
    getattr(out, name)(*args)
    return out.getvalue()


def put(out, value):
    """Write any value of `cbor_vectors`, floats in the fewest bytes that hold them."""
    if value is None:
        out.null()
    elif isinstance(value, bool):
        out.bool(value)
    elif isinstance(value, int):
        out.int(value)
    elif isinstance(value, float):
        put_float(out, value)
    elif isinstance(value, str):
        out.text(value)
    elif isinstance(value, bytes):
        out.bytes(value)
    elif isinstance(value, list):
        out.array(len(value))
        for one in value:
            put(out, one)
    elif isinstance(value, dict):
        out.map(len(value))
        for key in sorted(value):
            put(out, key)
            put(out, value[key])
    elif isinstance(value, Tag):
        out.tag(value.number)
        put(out, value.value)
    else:
        out.undefined() if value.number == 23 else out.head(7, value.number)


def put_float(out, value):
    start = out.size
    for width in (16, 32):
        out.size = start
        getattr(out, "float%d" % width)(value)
        if value != value:
            return
        raw = out.getvalue()[start + 1 :]
        if from_half(raw) == value if width == 16 else struct.unpack(">f", raw)[0] == value:
            return
    out.size = start
    out.float64(value)


def from_half(raw):
    """RFC 8949, appendix D."""
    half = raw[0] << 8 | raw[1]
    exponent, fraction = half >> 10 & 31, half & 1023
    if exponent == 31:
        value = NAN if fraction else INF
    else:
        value = fraction * 2.0**-24 if exponent == 0 else (fraction + 1024) * 2.0 ** (exponent - 25)
    return -value if half & 0x8000 else value


def test_published_vectors():
    done = 0
    for item, value in EXAMPLES:
        wide = item[0] in (0xFA, 0xFB) and value in (INF, -INF) or item[0] in (0xFA, 0xFB) and value != value
        if type(value).__name__ == "Refused" or wide or not DOUBLE and 0xFB in item:
            continue
        out = CborWriter(bytearray(64))
        put(out, value)
        assert out.getvalue() == item, (value, out.getvalue())
        done += 1
    assert done == 64 or not DOUBLE


def test_float16():
    for value, bits in HALVES:
        if value == 1.00048828125 or DOUBLE or value in (INF, -INF):
            assert written("float16", value) == bytes((0xF9, bits >> 8, bits & 0xFF)), value
    nan = written("float16", NAN)
    assert nan == b"\xf9\x7e\x00"


def test_float16_is_rounded_once():
    """By way of a float32 each would land on a tie."""
    if not DOUBLE:
        return
    for value, bits in ((1.00048828125 + 2**-40, 0x3C01), (1.00146484375 - 2**-40, 0x3C01), (2**-25 + 2**-60, 1)):
        assert written("float16", value) == bytes((0xF9, bits >> 8, bits & 0xFF)), value
        assert written("float16", -value) == bytes((0xF9, bits >> 8 | 0x80, bits & 0xFF)), value


def test_every_float16_comes_back():
    for half in range(0, 65536, 37 if MICROPYTHON else 1):
        raw = bytes((half >> 8, half & 0xFF))
        value = from_half(raw)
        if value == value:
            assert written("float16", value) == b"\xf9" + raw, half


def test_float32_and_float64():
    assert written("float32", 1.5) == b"\xfa\x3f\xc0\0\0" and written("float32", -7) == b"\xfa\xc0\xe0\0\0"
    assert written("float64", 1.5) == b"\xfb\x3f\xf8" + bytes(6) and written("float64", 2) == b"\xfb\x40" + bytes(7)
    assert written("float32", (1 << 64) - 1) == b"\xfa\x5f\x80\0\0"
    if DOUBLE:
        assert written("float32", 1e300) == b"\xfa\x7f\x80\0\0" and written("float32", -1e39) == b"\xfa\xff\x80\0\0"


def test_simple_values():
    assert written("bool", True) == b"\xf5" and written("bool", 0) == b"\xf4"
    assert written("null") == b"\xf6" and written("undefined") == b"\xf7"


def test_typed_arrays():
    data = bytes(Random(1).bytes(48))
    for typecode, tag, size in TYPED:
        assert tag_of(typecode) == tag and size_of_element(tag) == size
        assert written("typed", typecode, data) == bytes((0xD8, tag, 0x58, 48)) + data
        assert written("typed", typecode, b"") == bytes((0xD8, tag, 0x40))
        out = CborWriter(bytearray(64))
        for part in range(1, size):
            refuses("src", ValueError, out.typed, typecode, data[: 8 + part])
        assert out.size == 0
    # of a chunk, as it lies there
    chunk = Chunk(bytearray(data), 3, 5)
    assert written("typed", "h", chunk.view) == b"\xd8\x4d\x58\x28" + data[3:43]


def test_sizes_of_elements_of_every_tag():
    """RFC 8746, section 2.1, figure 1; 76 is reserved and of one byte."""
    sizes = [size_of_element(tag) for tag in range(64, 88)]
    assert sizes == [1, 2, 4, 8, 1, 2, 4, 8] * 2 + [2, 4, 8, 16, 2, 4, 8, 16]


def test_just_the_room():
    puts = (("float16", 1.5), ("float32", 1.5), ("float64", 0.1), ("bool", True), ("null",), ("undefined",))
    for name, *args in puts + (("typed", "h", b"abcdef"), ("typed", "f", bytes(24)), ("typed", "B", b"")):
        item = written(name, *args)
        place = Guarded(1 + len(item))
        out = CborWriter(place.view)
        out.int(7)
        getattr(out, name)(*args)
        assert place.view[1:] == item and place.intact()
        for less in range(1, len(item) + 1):
            place = Guarded(1 + len(item) - less)
            out = CborWriter(place.view)
            before = bytes(place.view[1:])
            out.int(7)
            refuses("buf", ValueError, getattr(out, name), *args)
            assert out.size == 1 and place.view[0] == 7 and place.view[1:] == before and place.intact()


def test_typed_arrays_with_heads_of_any_width():
    for n, head in ((23, 1), (24, 2), (255, 2), (256, 3), (65535, 3), (65536, 5)):
        memory = memoryview(bytearray(1 + 2 + head + n))
        src = bytes(n)
        out = CborWriter(memory)
        out.int(7)
        out.typed("B", src)
        assert out.size == len(memory)
        out = CborWriter(memory[: len(memory) - 1])
        out.int(7)
        refuses("buf", ValueError, out.typed, "B", src)
        assert out.size == 1


def test_wrong_arguments():
    for target in (None, 5, "text", [0], bytes(20), memoryview(bytes(20))):
        refuses("buf", TypeError, CborWriter, target)
    buf = bytearray(20)
    out = CborWriter(buf)
    for call in (out.float16, out.float32, out.float64):
        for value in (None, "5", b"5", [5]):
            refuses("value", TypeError, call, value)
        for value in (1 << 64, -1 - (1 << 64), 1 << 2000):
            refuses("value", ValueError, call, value)
    for typecode in ("", "l", "L", "?", "hh", "BH", "x", "u"):
        refuses("typecode", ValueError, out.typed, typecode, b"")
    for source in (None, 5, "text", [1, 2], 1.5):
        refuses("src", TypeError, out.typed, "h", source)
    raises(TypeError, out.typed, None, b"")
    assert out.size == 0 and buf == bytes(20)
    assert Simple(23) == Simple(23) != Tag(23)
