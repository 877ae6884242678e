"""CborReader: RFC 8949, appendices A and F; items skipped, bombs refused; what is cut, broken or hostile."""

from cbor_vectors import EXAMPLES, NOT_WELL_FORMED, Refused, Simple, Tag
from helpers import MICROPYTHON, Guarded, Random, raises, refuses
from test_cbor import check_reset

from memchunk import DecodeError
from memchunk.codecs.cbor import ARRAY, BYTES, MAP, NINT, OTHER, TAG, TEXT, UINT
from memchunk.codecs.cbor_reader import CborReader


def load(reader):
    """The next item as Python has it, or in the words of `cbor_vectors`."""
    major = reader.peek()
    if major in (UINT, NINT):
        return reader.int()
    if major == BYTES:
        return bytes(reader.bytes())
    if major == TEXT:
        return reader.text()
    if major == ARRAY:
        return [load(reader) for _ in range(reader.array())]
    if major == MAP:
        return as_map([(load(reader), load(reader)) for _ in range(reader.map())])
    if major == TAG:
        number = reader.tag()
        return Tag(number, load(reader))
    return other(reader)


def as_map(pairs):
    try:
        return dict(pairs)
    except TypeError:  # a key that is none in Python
        return pairs


def other(reader):
    first = reader._buf[reader.at] if reader.peek() == OTHER else 0xF0
    if first == 0xF6:
        return None if reader.null() else 0
    if first in (0xF4, 0xF5):
        return reader.bool()
    if 0xF9 <= first <= 0xFB:
        return reader.float()
    return Simple(reader.simple())


def same(a, b):
    """Equal, of one type; not a number like not a number, and zeros of one sign."""
    if a != a:
        return b != b
    return a == b and type(a) is type(b) and (a != 0 or str(a) == str(b))


def place_of(error):
    text = str(error)
    assert text[:6] == "CBOR: ", text
    return int(text.split(" ")[-1])


def test_published_vectors():
    for item, value in EXAMPLES:
        whole = CborReader(item)
        if isinstance(value, Refused):
            assert place_of(raises(DecodeError, load, whole)) == value.number, item
            whole.reset(item)
            assert place_of(raises(DecodeError, whole.skip)) == value.number and whole.at == 0, item
            continue
        assert same(load(whole), value) and whole.at == len(item) and whole.peek() == -1, item
        whole.reset(item)
        whole.skip()
        assert whole.at == len(item), item


def test_what_is_not_well_formed():
    for item, place in NOT_WELL_FORMED:
        reader = CborReader(item)
        assert place_of(raises(DecodeError, reader.skip)) == place and reader.at == 0, item
        raises(DecodeError, load, reader)
        # behind another item, the place is counted from the start
        reader.reset(b"\x07" + item)
        reader.skip()
        assert place_of(raises(DecodeError, reader.skip)) == place + 1 and reader.at == 1, item


def test_cut_at_every_length():
    for item, value in EXAMPLES:
        if isinstance(value, Refused):
            continue
        place = Guarded(len(item))
        place.view[:] = item
        for n in range(len(item)):
            reader = CborReader(place.view)
            reader.reset(place.view, n)  # by its size: what follows is there, and must not be read
            assert place_of(raises(DecodeError, reader.skip)) <= n and reader.at == 0
            raises(DecodeError, load, reader)
            raises(DecodeError, CborReader(item[:n]).skip)


def test_floats():
    random = Random(1)
    for half in range(0, 65536, 37 if MICROPYTHON else 1):
        exponent, fraction = half >> 10 & 31, half & 1023
        if exponent < 31:  # RFC 8949, appendix D; infinity and what is not a number are among the vectors
            value = fraction * 2.0**-24 if exponent == 0 else (fraction + 1024) * 2.0 ** (exponent - 25)
            item = bytes((0xF9, half >> 8, half & 0xFF))
            assert same(CborReader(item).float(), -value if half & 0x8000 else value), half
    double = b"\xfb\xbf\xf8" + bytes(6)
    for item, value in ((b"\x18\x29", 41), (b"\x26", -7), (b"\xfa\x3f\xc0\0\0", 1.5), (double, -1.5)):
        reader = CborReader(item)
        assert reader.float() == value and reader.at == len(item)
        for n in range(len(item)):
            reader.reset(item, n)
            assert place_of(raises(DecodeError, reader.float)) == 0 and reader.at == 0
    for _ in range(50):
        item = random.bytes(1, 96)[0] + 0x40
        reader = CborReader(bytes((item,)) + bytes(40))
        raises(DecodeError, reader.float)
        assert reader.at == 0


def test_kinds_that_were_not_asked_for():
    items = (b"\x05", b"\x25", b"\x41a", b"\x61a", b"\x81\x00", b"\xa1\x00\x00", b"\xc1\x00")
    items += (b"\xf5", b"\xf6", b"\xf9\0\0", b"\xf0")
    calls = ("int", "int", "bytes", "text", "array", "map", "tag", "bool", "null", "float", "simple")
    for i in range(len(items)):
        for call in calls:
            reader = CborReader(items[i])
            verb = getattr(reader, call)
            if call == calls[i] or call == "float" and i < 2 or call == "simple" and i in (7, 8):
                verb()
                assert reader.at > 0
            elif call == "null":
                assert not verb() and reader.at == 0
            else:
                assert place_of(raises(DecodeError, verb)) == 0 and reader.at == 0, (items[i], call)
    assert not CborReader(b"").null() and CborReader(b"\xf7").null()
    raises(DecodeError, CborReader(b"\xf8\x15").bool)  # not true in two bytes
    raises(DecodeError, CborReader(b"\x62\xc3\x28").text)
    reader = CborReader(b"\x05\x62\xff\xff")
    reader.skip()
    assert str(raises(DecodeError, reader.text)) == "CBOR: not UTF-8 at byte 1" and reader.at == 1


def test_texts_at_the_edges_of_utf8():
    """RFC 3629, section 4: each first byte with the least and the most that may follow, and one beyond."""
    good = 0
    for first in range(0xC0, 0x100):
        for second in (0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0):
            more = 0 if first < 0xE0 else 1 if first < 0xF0 else 2
            low = 0xA0 if first == 0xE0 else 0x90 if first == 0xF0 else 0x80
            high = 0x9F if first == 0xED else 0x8F if first == 0xF4 else 0xBF
            raw = bytes((first, second)) + b"\x80" * more
            valid = 0xC2 <= first <= 0xF4 and low <= second <= high
            good += valid
            for text in (raw, b"a" + raw + b"z", b"\xc3\xbc" + raw + raw):
                check_text(text, valid)
    assert good == 294
    for text in (b"\x80", b"\xbf", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"a\xc3a", b"\xc3\xbc\x80"):
        check_text(text, False)


def check_text(text, valid):
    reader = CborReader(b"\x07\x78" + bytes((len(text),)) + text)
    reader.skip()
    if valid:
        assert reader.text().encode() == text and reader.at == 3 + len(text), text
    else:
        assert str(raises(DecodeError, reader.text)) == "CBOR: not UTF-8 at byte 1" and reader.at == 1, text


def test_wrong_arguments():
    check_reset(CborReader)
    reader = CborReader(b"")
    refuses("size", ValueError, reader.reset, memoryview(b"\x45abcSECRET")[:4], 100)
    assert raises(DecodeError, reader.bytes)


def test_views():
    memory = bytearray(b"xx\x44abcd\x43efg\xd8\x4d\x44\x01\x02\x03\x04\x40")
    for item in (memory, bytes(memory)):
        reader = CborReader(memoryview(item)[2:])
        assert bytes(reader.bytes()) == b"abcd"
        assert bytes(reader.bytes()) == b"efg"
        assert bytes(reader.typed("h")) == b"\x01\x02\x03\x04"
        assert bytes(reader.bytes()) == b"" and reader.peek() == -1
    reader = CborReader(b"\x44abcd\x63efg")
    seen = reader.bytes()
    assert reader.text() == "efg" and bytes(seen) == b"abcd"  # text is apart
    memory[3:5] = b"AB"
    reader = CborReader(memory)
    reader.at = 2
    assert bytes(reader.bytes()) == b"ABcd"


def test_typed_arrays():
    for item, typecode in (
        (b"\xd8\x4d\x44abcd", "h"), (b"\xd8\x40\x43abc", "B"), (b"\xd8\x55\x48abcdefgh", "f"), (b"\xd8\x4e\x40", "i"),
    ):  # fmt: skip
        reader = CborReader(item)
        assert bytes(reader.typed(typecode)) == item[3:] and reader.at == len(item)
    for item, typecode in (
        (b"\xd8\x4d\x43abc", "h"),  # part of an element
        (b"\xd8\x49\x44abcd", "h"),  # big-endian
        (b"\xd8\x4d\x64abcd", "h"),  # text
        (b"\xd8\x4d\x44abc", "h"),  # over the end
        (b"\xd8\x4d", "h"),
        (b"\x44abcd", "B"),
        (b"\xd8\x4d\x5f\x42ab\xff", "h"),
    ):
        reader = CborReader(item)
        raises(DecodeError, reader.typed, typecode)
        assert reader.at == 0, item
    refuses("typecode", ValueError, CborReader(b"\xd8\x4d\x40").typed, "l")


def test_lengths_beyond_the_buffer():
    """An array cannot have more items than bytes are left: nobody loops for 2^64 of them."""
    for first, call in ((0x80, "array"), (0xA0, "map"), (0x40, "bytes"), (0x60, "text")):
        for size, length in ((24, 1), (25, 2), (26, 4), (27, 8)):
            reader = CborReader(bytes((first | size,)) + b"\xff" * length + bytes(9))
            for verb in (getattr(reader, call), reader.skip):
                error = raises(DecodeError, verb)
                assert str(error).split(" ")[-7:] == "runs over the end at byte 0".split(" ") and reader.at == 0
    assert CborReader(b"\x83\0\0\0").array() == 3 and CborReader(b"\xa1\0\0").map() == 1
    raises(DecodeError, CborReader(b"\x84\0\0\0").array)
    raises(DecodeError, CborReader(b"\xa2\0\0\0").map)


def test_nesting():
    for depth in (0, 1, 3, 8, 20):
        for opening in (b"\x81", b"\xc1", b"\xa1\x00"):
            item = opening * depth + b"\x05"
            reader = CborReader(item + b"\x07", depth)
            reader.skip()
            assert reader.at == len(item)
            reader.reset(opening * (depth + 1) + b"\x05")
            error = raises(DecodeError, reader.skip)
            assert str(error) == "CBOR: more than %d deep at byte %d" % (depth, depth * len(opening))
            assert reader.at == 0
    bomb = CborReader(b"\x81" * 5000 + b"\x00")
    assert place_of(raises(DecodeError, bomb.skip)) == 8
    wide = CborReader(b"\x99\x03\xe8" + b"\x81\x80" * 1000 + b"\x07", 3)
    wide.skip()
    assert wide.at == 2003
    refuses("depth", ValueError, CborReader, b"", -1)


def test_skip_of_large_numbers():
    for item in (b"\x1b" + b"\xff" * 8, b"\x3a" + b"\xff" * 4, b"\xdb" + b"\xff" * 8 + b"\x05", b"\xfb" + b"\x7f" * 8):
        reader = CborReader(item)
        reader.skip()
        assert reader.at == len(item)
        for n in range(len(item)):
            reader.reset(item, n)
            raises(DecodeError, reader.skip)
            assert reader.at == 0


def test_garbage():
    random = Random(6)
    loaded = 0
    for _ in range(400 if MICROPYTHON else 20000):
        data = random.bytes(1 + random.below(12))
        reader, walker = CborReader(data, 12), CborReader(data, 12)
        try:
            walker.skip()
        except DecodeError:
            assert walker.at == 0
            raises(DecodeError, load, reader)
            continue
        try:
            load(reader)
            assert reader.at == walker.at, bytes(data)
            loaded += 1
        except DecodeError as error:
            assert "UTF-8" in str(error), (bytes(data), error)  # well-formed, but not valid
    assert loaded > 50
