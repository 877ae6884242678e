"""Nothing is allocated: varint, pack12, rice, G.711 and ADPCM; see test_alloc_stream.py."""

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk import Alaw, Chunk, ImaAdpcm, Pack12, Rice, Ulaw, Unrice, Varint
from memchunk.view import ALL
from skip import Skip

MODULES = "codecs.varint codecs.pack12 codecs.rice codecs.unrice codecs.g711 codecs.adpcm"
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
rice, unrice, planned = Rice(9), Unrice(9), Unrice(9)
RICE = bytearray(100)
RICE = RICE[: rice.encode_into(DATA, RICE)]
ulaw, alaw = Ulaw(), Alaw()
voice, blocks = ImaAdpcm(), ImaAdpcm(3, header=True)
CODES, BLOCK = PACKED[:40], bytearray(30)
BLOCK = BLOCK[: blocks.encode_into(DATA, BLOCK)]


def in_place(stage, data):
    def call():
        chunk.set(200, 200 + len(data))
        payload = chunk.view
        payload[ALL] = data
        chunk.rows = 4
        stage(chunk)

    return call


def all_of_it():
    chunk.set(200, 200 + len(BLOCK))
    payload = chunk.view
    payload[ALL] = BLOCK
    chunk.rows = 0
    blocks.decode(chunk)
    assert chunk.rows == 12


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
    "Rice.tailroom": lambda: rice.tailroom(7200),
    "Rice.encode_into": lambda: rice.encode_into(DATA, OUT),
    "Unrice.decode_into": lambda: unrice.decode_into(RICE, VIEW, 4),
    "Rice.encode": in_place(rice.encode, DATA),
    "Rice.__call__": in_place(rice, DATA),
    "Unrice.__call__": in_place(unrice, RICE),
    "Unrice.decode": in_place(unrice.decode, RICE),
    "Unrice.plan": lambda: planned.plan(4, 72, 2),
    "Unrice.headroom": lambda: planned.headroom(72),
    "Unrice.max_len": lambda: planned.max_len(72),
    "Ulaw.max_len": lambda: ulaw.max_len(9),
    "Ulaw.encode_into": lambda: ulaw.encode_into(DATA, OUT),
    "Ulaw.encode_into, A-law": lambda: alaw.encode_into(DATA, VIEW),
    "Ulaw.decode_into": lambda: ulaw.decode_into(DATA, VIEW),
    "Ulaw.encode": in_place(ulaw.encode, DATA),
    "Ulaw.decode": in_place(ulaw.decode, DATA),
    "Ulaw.decode, A-law": in_place(alaw.decode, DATA),
    "ImaAdpcm.reset": voice.reset,
    "ImaAdpcm.headroom": lambda: blocks.headroom(90),
    "ImaAdpcm.max_len": lambda: blocks.max_len(90),
    "ImaAdpcm.encode_into": lambda: voice.encode_into(DATA, OUT),
    "ImaAdpcm.encode_into, header": lambda: blocks.encode_into(DATA, VIEW),
    "ImaAdpcm.decode_into": lambda: voice.decode_into(CODES, OUT),
    "ImaAdpcm.decode_into, header": lambda: blocks.decode_into(BLOCK, VIEW, 12),
    "ImaAdpcm.encode": in_place(voice.encode, DATA),
    "ImaAdpcm.encode, header": in_place(blocks.encode, DATA),
    "ImaAdpcm.decode": in_place(ImaAdpcm(2).decode, CODES[:4]),
    "ImaAdpcm.decode, all of it": all_of_it,
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
