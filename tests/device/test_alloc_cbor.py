"""Nothing is allocated: each method of the CBOR writer and reader that says so; see test_alloc_stream.py."""

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk.codecs import cbor_typed
from memchunk.codecs.cbor_reader import CborReader
from memchunk.codecs.cbor_writer import CborWriter
from skip import Skip

MODULES = "codecs.cbor_typed codecs.cbor_writer codecs.cbor_reader"
DATA = bytes(Random(1).bytes(72))
HALF, TENTH = 0.5, 0.1
writer = CborWriter(bytearray(100))
ITEM = (
    b"\x85\x3a\x00\x01\x11\x6f\xf5\xf6\xa2\x61x\xd8\x4d\x44abcd\x62yz\x43abc\xc1\x1b\xff\xff\xff\xff\xff\xff\xff\xff"
)
reader = CborReader(ITEM)
LARGE = b"\x84\x1b" + b"\xff" * 8 + b"\xfb\x3f\xb9" + b"\x99" * 6
LARGE += b"\xdb" + b"\xff" * 8 + b"\x3a" + b"\xff" * 4 + b"\xf9\0\0"
large = CborReader(LARGE)


def writing(put, *args):
    one = args[0] if args else None
    two = args[1] if len(args) > 1 else None

    def call():
        writer.size = 0
        if two is not None:
            put(one, two)
        elif one is not None:
            put(one)
        else:
            put()

    return call


def reading(verb, at):
    def call():
        reader.at = at
        assert verb() is not None

    return call


typed = reader.typed


def read_typed():
    reader.at = 11
    assert len(typed("h")) == 4


def skip():
    reader.at = large.at = 0
    reader.skip()
    large.skip()
    assert large.at == len(LARGE) and reader.at == len(ITEM)


CALLS = {
    "tag_of": lambda: cbor_typed.tag_of("h"),
    "size_of_element": lambda: cbor_typed.size_of_element(77),
    "CborWriter.bool": writing(writer.bool, True),
    "CborWriter.null": writing(writer.null),
    "CborWriter.undefined": writing(writer.undefined),
    "CborWriter.float16": writing(writer.float16, TENTH),
    "CborWriter.float16, of an integer": writing(writer.float16, 70000),
    "CborWriter.float32": writing(writer.float32, HALF),
    "CborWriter.float64": writing(writer.float64, HALF),
    "CborWriter.typed": writing(writer.typed, "h", DATA),
    "CborReader.peek": reading(reader.peek, 0),
    "CborReader.array": reading(reader.array, 0),
    "CborReader.int": reading(reader.int, 1),
    "CborReader.bool": reading(reader.bool, 6),
    "CborReader.simple": reading(reader.simple, 6),
    "CborReader.null": reading(reader.null, 7),
    "CborReader.null, of another": reading(reader.null, 6),
    "CborReader.map": reading(reader.map, 8),
    "CborReader.tag": reading(reader.tag, 11),
    "CborReader.typed": read_typed,
    "CborReader.bytes": reading(reader.bytes, 21),
    "CborReader.skip": skip,
}


def test_no_call_allocates():
    if not MICROPYTHON:
        raise Skip("CPython's heap is another one")
    found = [(name, garbage(call)) for name, call in CALLS.items()]
    allocating = [one for one in found if one[1]]
    assert not allocating, allocating


def test_no_method_is_missing():
    if MICROPYTHON:
        raise Skip("its code has no docstrings")
    assert unproved(MODULES, CALLS) == (set(), set())
    for call in CALLS.values():
        call()
        call()
