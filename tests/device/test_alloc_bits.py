"""Nothing is allocated: varint, pack12, rice, G.711 and ADPCM; see test_alloc_stream.py."""

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk import Chunk, Pack12, Rice, Varint
from skip import Skip

MODULES = "codecs.varint codecs.pack12 codecs.rice"
DATA = bytes(Random(1).bytes(72))
OUT, VIEW = bytearray(200), memoryview(bytearray(200))
chunk = Chunk(bytearray(400), 200, 128)
varint, wide = Varint(), Varint(4)
SHORT, LONG = bytearray(110), bytearray(110)
SHORT = SHORT[: varint.encode_into(DATA, SHORT)]
LONG = LONG[: wide.encode_into(DATA, LONG)]
pack, mipi = Pack12(), Pack12("mipi", signed=True)
PACKED = bytearray(54)
pack.encode_into(DATA, PACKED)
rice = Rice(9)
RICE = bytearray(100)
RICE = RICE[: rice.encode_into(DATA, RICE)]


def in_place(stage, data):
    def call():
        chunk.set(200, 200 + len(data))
        payload = chunk.view
        payload[:] = data
        chunk.rows = 4
        stage(chunk)

    return call


CALLS = {
    "Varint.headroom": lambda: varint.headroom(9),
    "Varint.max_len": lambda: varint.max_len(9),
    "Varint.encode_into": lambda: varint.encode_into(DATA, OUT),
    "Varint.encode_into, 32 bits": lambda: wide.encode_into(DATA, VIEW),
    "Varint.decode_into": lambda: varint.decode_into(SHORT, OUT),
    "Varint.decode_into, 32 bits": lambda: wide.decode_into(LONG, VIEW),
    "Varint.encode": in_place(varint.encode, DATA),
    "Varint.encode, 32 bits": in_place(wide.encode, DATA),
    "Varint.decode": in_place(varint.decode, SHORT),
    "Varint.decode, 32 bits": in_place(wide.decode, LONG),
    "Pack12.max_len": lambda: pack.max_len(9),
    "Pack12.encode_into": lambda: pack.encode_into(DATA, OUT),
    "Pack12.decode_into": lambda: pack.decode_into(PACKED, VIEW),
    "Pack12.encode": in_place(mipi.encode, DATA),
    "Pack12.decode": in_place(mipi.decode, PACKED),
    "Rice.max_len": lambda: rice.max_len(7200),
    "Rice.headroom": lambda: rice.headroom(7200),
    "Rice.encode_into": lambda: rice.encode_into(DATA, OUT),
    "Rice.decode_into": lambda: rice.decode_into(RICE, VIEW, 4),
    "Rice.encode": in_place(rice.encode, DATA),
    "Rice.decode": in_place(rice.decode, RICE),
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
