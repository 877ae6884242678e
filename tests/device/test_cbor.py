"""CBOR: RFC 8949, appendix A, as far as sensors speak it; rooms to the byte; input cut or broken."""

import struct
from array import array

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import DecodeError
from memchunk.codecs.cbor import ARRAY, BYTES, MAP, NINT, OTHER, TAG, TEXT, UINT, CborReader, CborWriter

# RFC 8949, appendix A. What is put, and what it becomes.
INTEGERS = (
    (0, b"\x00"), (1, b"\x01"), (10, b"\x0a"), (23, b"\x17"), (24, b"\x18\x18"), (25, b"\x18\x19"),
    (100, b"\x18\x64"), (1000, b"\x19\x03\xe8"), (1000000, b"\x1a\x00\x0f\x42\x40"),
    (1000000000000, b"\x1b\x00\x00\x00\xe8\xd4\xa5\x10\x00"),
    (18446744073709551615, b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff"),
    (-18446744073709551616, b"\x3b\xff\xff\xff\xff\xff\xff\xff\xff"),
    (-1, b"\x20"), (-10, b"\x29"), (-100, b"\x38\x63"), (-1000, b"\x39\x03\xe7"),
)  # fmt: skip
# Where the width changes.
EDGES = (
    (255, b"\x18\xff"), (256, b"\x19\x01\x00"), (65535, b"\x19\xff\xff"), (65536, b"\x1a\x00\x01\x00\x00"),
    (4294967295, b"\x1a\xff\xff\xff\xff"), (4294967296, b"\x1b\x00\x00\x00\x01\x00\x00\x00\x00"),
    (-24, b"\x37"), (-25, b"\x38\x18"), (-256, b"\x38\xff"), (-257, b"\x39\x01\x00"),
    (0x3FFFFFFF, b"\x1a\x3f\xff\xff\xff"), (0x40000000, b"\x1a\x40\x00\x00\x00"),
)  # fmt: skip
STRINGS = (
    ("bytes", b"", b"\x40"),
    ("bytes", b"\x01\x02\x03\x04", b"\x44\x01\x02\x03\x04"),
    ("text", "", b"\x60"),
    ("text", "a", b"\x61\x61"),
    ("text", "IETF", b"\x64\x49\x45\x54\x46"),
    ("text", '"\\', b"\x62\x22\x5c"),
    ("text", "\u00fc", b"\x62\xc3\xbc"),
    ("text", "\u6c34", b"\x63\xe6\xb0\xb4"),
)
FLOATS = (
    (1.1, b"\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a"),
    (-4.1, b"\xfb\xc0\x10\x66\x66\x66\x66\x66\x66"),
    (1.0e300, b"\xfb\x7e\x37\xe4\x3c\x88\x00\x75\x9c"),
    (float("inf"), b"\xfb\x7f\xf0\x00\x00\x00\x00\x00\x00"),
    (float("-inf"), b"\xfb\xff\xf0\x00\x00\x00\x00\x00\x00"),
    (0.0, b"\x00"), (100.0, b"\x18\x64"), (-7.0, b"\x26"), (41, b"\x18\x29"), (2**63, b"\x1b\x80" + bytes(7)),
    (268435455.0, b"\x1a\x0f\xff\xff\xff"), (268435456.0, b"\xfb\x41\xb0" + bytes(6)),
)  # fmt: skip


def written(put):
    out = CborWriter(bytearray(64))
    put(out)
    return out.getvalue()


def test_integers_are_written():
    for value, expected in INTEGERS + EDGES:
        assert written(lambda out, value=value: out.int(value)) == expected, value


def test_truth_is_an_integer():
    for value, item in ((False, b"\x00"), (True, b"\x01")):
        assert written(lambda out, value=value: out.int(value)) == item
        assert written(lambda out, value=value: out.float(value)) == item


def test_integers_are_read():
    for value, item in INTEGERS + EDGES:
        reader = CborReader(item)
        assert reader.head() == (UINT if value >= 0 else NINT)
        assert reader.value == (value if value >= 0 else -1 - value) and reader.at == len(item)
        if value >= 0:
            reader.reset(item)
            assert reader.uint() == value


def test_floats_are_written():
    for value, expected in FLOATS:
        assert written(lambda out, value=value: out.float(value)) == expected, value
    item = written(lambda out: out.float(float("nan")))
    assert item[0] == 0xFB
    value = struct.unpack(">d", item[1:])[0]
    assert value != value


def test_strings_are_written_and_read():
    for kind, value, expected in STRINGS:
        assert written(lambda out, kind=kind, value=value: getattr(out, kind)(value)) == expected
        reader = CborReader(expected)
        n = reader.string(TEXT if kind == "text" else BYTES)
        raw = value.encode() if kind == "text" else value
        assert expected[reader.at : reader.at + n] == raw and reader.at + n == len(expected)


def test_nested_items():
    """[1, [2, 3], [4, 5]], {1: 2, 3: 4}, {"a": 1, "b": [2, 3]} and 32("http://www.example.com")."""
    out = CborWriter(bytearray(64))
    for put, value in (("array", 3), ("int", 1), ("array", 2), ("int", 2), ("int", 3), ("array", 2)):
        getattr(out, put)(value)
    out.int(4)
    out.int(5)
    assert out.getvalue() == b"\x83\x01\x82\x02\x03\x82\x04\x05"
    out = CborWriter(bytearray(64))
    for put, value in (("map", 2), ("int", 1), ("int", 2), ("int", 3), ("int", 4)):
        getattr(out, put)(value)
    assert out.getvalue() == b"\xa2\x01\x02\x03\x04"
    out = CborWriter(bytearray(64))
    for put, value in (("map", 2), ("text", "a"), ("int", 1), ("text", "b"), ("array", 2)):
        getattr(out, put)(value)
    out.int(2)
    out.int(3)
    assert out.getvalue() == b"\xa2\x61\x61\x01\x61\x62\x82\x02\x03"
    out = CborWriter(bytearray(64))
    out.tag(32)
    out.text("http://www.example.com")
    assert out.getvalue() == b"\xd8\x20\x76http://www.example.com"
    long = CborWriter(bytearray(64))
    long.array(25)
    assert long.getvalue() == b"\x98\x19"


def test_heads_are_read():
    for item, major, value in (
        (b"\x83", ARRAY, 3),
        (b"\xb8\x20", MAP, 32),
        (b"\xc1", TAG, 1),
        (b"\xd8\x4d", TAG, 77),
        (b"\xf4", OTHER, 20),
        (b"\xf6", OTHER, 22),
        (b"\xf8\xff", OTHER, 255),
        (b"\xf9\x3c\x00", OTHER, 0x3C00),
    ):
        reader = CborReader(item)
        assert (reader.head(), reader.value, reader.at) == (major, value, len(item))


def test_just_the_room():
    puts = [("int", value, item) for value, item in INTEGERS + EDGES]
    puts += STRINGS + tuple(("float", value, item) for value, item in FLOATS)
    for kind, value, item in puts:
        place = Guarded(1 + len(item))
        out = CborWriter(place.view)
        out.int(7)
        getattr(out, kind)(value)
        assert place.view[1:] == item and place.intact()
        place = Guarded(len(item))
        out = CborWriter(place.view)
        before = bytes(place.view[1:])
        out.int(7)
        refuses("buf", ValueError, getattr(out, kind), value)
        assert out.size == 1 and place.view[0] == 7 and place.intact()
        assert place.view[1:] == before
        out.array(0) if len(item) > 1 else refuses("buf", ValueError, out.array, 0)


def test_strings_with_heads_of_any_width():
    for n, head in ((23, 1), (24, 2), (255, 2), (256, 3), (4000, 3)):
        for kind, value in (("bytes", bytes(n)), ("text", "\0" * n)):
            for less in (0, 1, n, n + head - 1):
                buf = bytearray(b"\xaa" * (1 + head + n - less))
                out = CborWriter(buf)
                out.int(7)
                if less:
                    refuses("buf", ValueError, getattr(out, kind), value)
                    assert out.size == 1 and buf == b"\x07" + b"\xaa" * (len(buf) - 1)
                else:
                    getattr(out, kind)(value)
                    assert out.size == len(buf) and CborReader(memoryview(buf)[1:]).head() == BYTES + (kind == "text")
                    assert buf[1 + head :] == bytes(n)


def test_wrong_arguments():
    for target in (None, 5, "text", [0], bytes(20), memoryview(bytes(20))):
        refuses("buf", TypeError, CborWriter, target)
    buf = bytearray(20)
    out = CborWriter(buf)
    for call in (out.array, out.map, out.tag):
        refuses("value", ValueError, call, -1)
    for value in (1 << 64, 1 << 200, -1 - (1 << 64)):
        refuses("value", ValueError, out.int, value)
        refuses("value", ValueError, out.float, value)
    for value in (None, 5, "abc", "", [1, 2], (), 1.5) + (() if MICROPYTHON else (array("H", (1, 2)),)):
        refuses("value", TypeError, out.bytes, value)
    for value in (None, 5, b"abc", [1, 2], 1.5):
        refuses("value", TypeError, out.text, value)
    for value in (None, "5", b"5", [5]):
        refuses("value", TypeError, out.float, value)
        for call in (out.int, out.array, out.map, out.tag):
            refuses("value", TypeError, call, value)
    for value in (0.0, 1.5, -1.5, 300.5, 1e6, 1e12, float("nan"), float("inf")):
        for call in (out.int, out.array, out.map, out.tag):
            refuses("value", TypeError, call, value)
    for major in (8, 9, -1, 255, 1 << 70):
        refuses("major", ValueError, out.head, major, 0)
    for major in (None, 1.0, "1"):
        refuses("major", TypeError, out.head, major, 0)
    assert out.size == 0 and buf == bytes(20)


def test_a_reader_refuses_what_it_cannot_read():
    check_reset(CborReader)


def check_reset(Reader):
    """Of either reader: wrong arguments, after which it goes on where it was."""
    memory = memoryview(bytearray(b"\x45abcSECRET"))
    reader = Reader(b"\x07\x08")
    reader.head()
    for size in (5, 100, -1, 1 << 70):
        refuses("size", ValueError, reader.reset, memory[:4], size)
    for size in (1.0, "4"):
        refuses("size", TypeError, reader.reset, memory, size)
    wrong = (None, 5, "text", [1, 2], 1.5)
    if not MICROPYTHON:  # which tells no item size
        wrong += (array("H", (1, 2)),)
    for buf in wrong:
        refuses("buf", TypeError, Reader, buf)
        refuses("buf", TypeError, reader.reset, buf)
        refuses("buf", TypeError, reader.reset, buf, 1)
    assert reader.at == 1 and reader.uint() == 8
    for buf in (memory[:4], array("B", bytes(memory[:4])), bytearray(memory[:4])):
        for args in ((buf,), (buf, 4)):
            reader.reset(*args)
            error = raises(DecodeError, reader.string, BYTES)
            assert str(error) == "CBOR: string runs over the end at byte 0"
    reader.reset(memory, 0)
    raises(DecodeError, reader.head)


def test_kinds_that_were_not_asked_for():
    item = b"\x82\x20\x61a"
    reader = CborReader(item)
    assert reader.expect(ARRAY) == 2 and reader.at == 1
    for call, argument in ((reader.expect, UINT), (reader.expect, MAP), (reader.string, BYTES)):
        error = raises(DecodeError, call, argument)
        assert reader.at == 1 and str(error) == "CBOR: not major type %d at byte 1" % argument
    raises(DecodeError, reader.uint)
    assert reader.head() == NINT
    raises(DecodeError, reader.string, BYTES)
    assert reader.at == 2 and reader.string(TEXT) == 1
    for first in (0x1C, 0x1D, 0x1E, 0x1F, 0x5F, 0x7F, 0x9F, 0xBF, 0xFF, 0xFC):
        reader.reset(bytes((first,)) + bytes(40))  # enough of whatever it might mean
        raises(DecodeError, reader.head)
        assert reader.at == 0


def skip_item(reader):
    """Walk over one item of any kind, as a receiver does; raises DecodeError."""
    left = 1
    while left:
        left -= 1
        major = reader.head()
        if major in (BYTES, TEXT):
            if reader.value > reader._size - reader.at:
                raise DecodeError("string")
            reader.at += reader.value
        elif major in (ARRAY, MAP, TAG):
            left += reader.value * (2 if major == MAP else 1) if major != TAG else 1


def test_cut_at_every_length():
    item = b"\x86\x07\x19\x01\x02\x1a\x00\x00\x4e\x20\x18\x0a\x00\xd8\x4d\x4cabcdefghijkl"
    place = Guarded(len(item))
    place.view[:] = item
    reader = CborReader(place.view)
    skip_item(reader)
    assert reader.at == len(item)
    for n in range(len(item)):
        reader.reset(place.view, n)  # by its size: what follows is there, and must not be read
        raises(DecodeError, skip_item, reader)
        raises(DecodeError, skip_item, CborReader(item[:n]))
        assert reader.at <= n


def test_a_string_over_the_end():
    for item in (b"\x41", b"\x58\x05abcd", b"\x5a\xff\xff\xff\xff", b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff"):
        reader = CborReader(item)
        error = raises(DecodeError, reader.string, BYTES)
        assert str(error) == "CBOR: string runs over the end at byte 0" and reader.at == 0


def test_garbage():
    random = Random(6)
    for _ in range(400 if MICROPYTHON else 20000):
        data = random.bytes(1 + random.below(20))
        reader = CborReader(data)
        try:
            skip_item(reader)
        except DecodeError:
            pass
        assert reader.at <= len(data)
