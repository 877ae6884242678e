"""Nothing is allocated: each method of SLIP, COBS/R, hex, base64 and CSV that says so, by both proofs.

`CALLS` names them; on CPython, where docstrings are, a test looks for any that is missing.
"""
# lanes: heap=160k

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk import Chunk, CobsR, Slip, SlipDecoder
from skip import Skip

MODULES = "codecs.slip codecs.cobsr"
DATA = bytes(Random(1).bytes(72)) + b"\300\333"
OUT = bytearray(400)
slip, reader, cobsr = Slip(), SlipDecoder(64), CobsR()
ESCAPED = OUT[: slip.encode_into(DATA, OUT)]
STUFFED = bytearray(80)
STUFFED = STUFFED[: cobsr.encode_into(DATA, STUFFED)]
LINE = b"ab\333\334\300\333\300" + b"1" * 70 + b"\300cd\300"  # one good, one bad, one too long, one good
chunk = Chunk(bytearray(600), 300, 50)


def in_place(stage, data):
    def call():
        chunk.set(300, 300 + len(data))
        payload = chunk.view
        payload[:] = data
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


CALLS = {
    "Slip.headroom": lambda: slip.headroom(600),
    "Slip.max_len": lambda: slip.max_len(600),
    "Slip.encode_into": lambda: slip.encode_into(DATA, OUT),
    "Slip.decode_into": lambda: slip.decode_into(ESCAPED, OUT),
    "Slip.encode": in_place(slip.encode, DATA),
    "Slip.decode": in_place(slip.decode, ESCAPED),
    "CobsR.decode_into, and the rest, which is that of Cobs": in_place(cobsr, DATA),
    "CobsR.decode_into": lambda: cobsr.decode_into(STUFFED, OUT),
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
