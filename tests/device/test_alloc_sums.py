"""Nothing is allocated: each method of CRCs and checksums that says so, by both proofs; see test_alloc_stream.py."""

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk import Adler32, Chunk, Crc, Fletcher16
from memchunk.view import ALL
from skip import Skip

MODULES = "codecs.trailer codecs.catalogue codecs.crc_table codecs.checksums"
DATA = bytes(Random(1).bytes(72))
LONG = b"\xff" * 4100
OUT = memoryview(bytearray(80))
chunk = Chunk(bytearray(200), 100, 28)
codecs = (
    Crc("CRC-8/SMBUS"),
    Crc("CRC-16/MODBUS"),
    Crc("CRC-16/XMODEM", small=True, order="little"),
    Crc("CRC-32C"),
    Crc((32, 0x04C11DB7, 0xFFFFFFFF, True, False, 0xFFFFFFFF), small=True),
    Fletcher16(),
    Adler32(order="little"),
)
WHOLE = []
for codec in codecs:
    WHOLE.append(bytes(OUT[: codec.encode_into(DATA, OUT)]))


def for_each(verb):
    """A call of `verb(codec, its data and value)` for every one of them."""

    def call():
        i = 0
        while i < len(codecs):
            verb(codecs[i], WHOLE[i])
            i += 1

    return call


def in_place(codec, data):
    chunk.set(100, 100 + len(data))
    payload = chunk.view
    payload[ALL] = data


def there_and_back(codec, whole):
    in_place(codec, DATA)
    codec(chunk)
    codec.decode(chunk)


CALLS = {
    "Trailer.tailroom": for_each(lambda codec, whole: codec.tailroom(9)),
    "Trailer.max_len": for_each(lambda codec, whole: codec.max_len(9)),
    "Trailer.reset": for_each(lambda codec, whole: codec.reset()),
    "Trailer.update": for_each(lambda codec, whole: codec.update(DATA)),
    "Trailer.update, sums that fill a block": lambda: codecs[6].update(LONG),
    "Trailer.value": for_each(lambda codec, whole: codec.value),
    "Trailer.encode_into": for_each(lambda codec, whole: codec.encode_into(DATA, OUT)),
    "Trailer.decode_into": for_each(lambda codec, whole: codec.decode_into(whole, OUT)),
    "Trailer.encode": for_each(there_and_back),
    "Trailer.decode": for_each(there_and_back),
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
