"""Nothing is allocated: each method of SLIP, COBS/R, hex, base64 and CSV that says so, by both proofs.

`CALLS` names them; on CPython, where docstrings are, a test looks for any that is missing.
"""
# lanes: heap=160k

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk import Base64, Base64Decoder, Base64Encoder, Chunk, CobsR, Csv, Hex, HexDecoder, Slip, SlipDecoder
from memchunk.codecs.text import checked
from memchunk.view import ALL
from skip import Skip

MODULES = "codecs.slip codecs.cobsr codecs.text codecs.hex codecs.base64 codecs.csv"
DATA = bytes(Random(1).bytes(72)) + b"\300\333"
OUT, VIEW = bytearray(400), memoryview(bytearray(400))
slip, reader, cobsr = Slip(), SlipDecoder(64), CobsR()
ESCAPED = OUT[: slip.encode_into(DATA, OUT)]
csv, long = Csv(6, end="\r\n", decimals=1), Csv(3, itemsize=4, decimals=9)
ROWS = DATA[:72]
hex, unhex = Hex(), HexDecoder()
base64, encoder, decoder = Base64(), Base64Encoder(), Base64Decoder()
DIGITS, SIXTY_FOUR, PIECE = bytearray(148), bytearray(100), b"Zm9vYm"
hex.encode_into(DATA, DIGITS)
base64.encode_into(DATA, SIXTY_FOUR)
LINES, LONG_LINES = bytearray(csv.max_len(72)), bytearray(long.max_len(72))
LINES = LINES[: csv.encode_into(ROWS, LINES)]
LONG_LINES = LONG_LINES[: long.encode_into(ROWS, LONG_LINES)]
STUFFED = bytearray(80)
STUFFED = STUFFED[: cobsr.encode_into(DATA, STUFFED)]
LINE = b"ab\333\334\300\333\300" + b"1" * 70 + b"\300cd\300"  # one good, one bad, one too long, one good
chunk = Chunk(bytearray(800), 300, 50)


def in_place(stage, data):
    def call():
        chunk.set(300, 300 + len(data))
        payload = chunk.view
        payload[ALL] = data
        stage(chunk)

    return call


def read():
    at = 0
    while at < len(LINE):
        room = reader.claim()
        n = 0
        while n < len(room) and at < len(LINE):
            room[n] = LINE[at]
            n += 1
            at += 1
        reader.commit(n)
        while reader.next():
            assert reader.payload


def in_pieces():
    encoder.encode_into(DATA, OUT)
    encoder.encode_into(DATA, VIEW)
    encoder.finish(OUT)
    decoder.decode_into(PIECE, VIEW)
    decoder.decode_into(PIECE, OUT)
    decoder.finish(OUT)


def digits_in_pieces():
    unhex.decode_into(b"2a3", OUT)
    unhex.decode_into(b"b", VIEW)
    unhex.finish()


CALLS = {
    "Slip.headroom": lambda: slip.headroom(600),
    "Slip.max_len": lambda: slip.max_len(600),
    "Slip.encode_into": lambda: slip.encode_into(DATA, OUT),
    "Slip.decode_into": lambda: slip.decode_into(ESCAPED, OUT),
    "Slip.encode": in_place(slip.encode, DATA),
    "Slip.decode": in_place(slip.decode, ESCAPED),
    "CobsR.decode_into, and the rest, which is that of Cobs": in_place(cobsr, DATA),
    "CobsR.decode_into": lambda: cobsr.decode_into(STUFFED, OUT),
    "Text.max_len": lambda: hex.max_len(600),
    "Text.encode_into": lambda: hex.encode_into(DATA, OUT),
    "Text.encode_into, base64": lambda: base64.encode_into(DATA, VIEW),
    "Text.encode": in_place(hex.encode, DATA),
    "Text.encode, base64": in_place(base64, DATA),
    "Text.decode": in_place(hex.decode, DIGITS),
    "Text.decode, base64": in_place(base64.decode, SIXTY_FOUR),
    "checked": lambda: checked(600, "hex"),
    "Hex.headroom": lambda: hex.headroom(600),
    "Hex.decode_into": lambda: hex.decode_into(DIGITS, OUT),
    "HexDecoder.decode_into": digits_in_pieces,
    "HexDecoder.finish": digits_in_pieces,
    "HexDecoder.reset": unhex.reset,
    "Base64.headroom": lambda: base64.headroom(600),
    "Base64.max_len": lambda: base64.max_len(600),
    "Base64.decode_into": lambda: base64.decode_into(SIXTY_FOUR, OUT),
    "Base64Encoder.encode_into": in_pieces,
    "Base64Encoder.finish": in_pieces,
    "Base64Encoder.reset": encoder.reset,
    "Base64Decoder.decode_into": in_pieces,
    "Base64Decoder.finish": in_pieces,
    "Base64Decoder.reset": decoder.reset,
    "Csv.max_len": lambda: csv.max_len(7200),
    "Csv.headroom": lambda: long.headroom(7200),
    "Csv.encode_into": lambda: csv.encode_into(ROWS, OUT),
    "Csv.encode_into, int32": lambda: long.encode_into(ROWS, VIEW),
    "Csv.encode": in_place(csv.encode, ROWS),
    "Csv.__call__": in_place(long, ROWS),
    "Csv.decode_into": lambda: csv.decode_into(LINES, OUT),
    "Csv.decode_into, int32": lambda: long.decode_into(LONG_LINES, VIEW),
    "Csv.decode": in_place(csv.decode, LINES),
    "Csv.decode, int32": in_place(long.decode, LONG_LINES),
    "SlipDecoder.claim": read,
    "SlipDecoder.commit": read,
    "SlipDecoder.next": read,
    "SlipDecoder.payload": read,
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
