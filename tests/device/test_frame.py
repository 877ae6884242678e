"""Frame: the examples of docs/wire-format.md to the bit, every width of the head, every room to the byte."""

from binascii import crc32, unhexlify

from helpers import MICROPYTHON, Guarded, Random, refuses

from memchunk import Blockpack, Chunk, Descriptor, Frame, frame as frames
from memchunk.port import ticks_diff

# docs/wire-format.md, "Worked example".
RAW_ROWS = unhexlify("0100feff2c010200feff2b01")
# There the byte string has the shortest head, 4c; here it has one of a fixed width.
RAW_ITEM = unhexlify("8607190102 1a00000000 1802 00 d84d580c".replace(" ", "")) + RAW_ROWS
ROWS = (
    (3, -2, 32000), (5, -2, -32000), (4, -2, -31990), (4, -2, -32000), (6, -2, -32000),
    (7, -2, -32005), (8, -2, -32001), (8, -2, -32000), (9, -2, -32000), (10, -2, -12000),
)  # fmt: skip
PACKED_FRAME = unhexlify(
    "07 86071901031a 01 094e20180a01581c03 03feff 077d030c04e050 032680 06a004100240 0204"
    " 0a020f027102034c35eb 00".replace(" ", "")
)


def descriptor(sid=7, channels=("x", "y", "z"), **more):
    return Descriptor(sid, "demo", channels, **more)


def planned(rows, size, enc=0, sid=7, link=True):
    frame = Frame(descriptor(sid), link)
    frame.plan(rows, size, enc)
    return frame


def chunk_of(frame, data, rows, seq=0, ticks=0, enc=0, place=None):
    """A chunk with just the room that `frame` asks for."""
    lead, tail = frame.headroom(len(data)), frame.tailroom(len(data))
    chunk = Chunk(bytearray(lead + len(data) + tail) if place is None else place, lead, tail)
    payload = chunk.view
    payload[:] = data
    chunk.rows, chunk.seq, chunk.ticks, chunk.enc = rows, seq, ticks, enc
    return chunk


def opened(frame):
    """The item of a frame: COBS and CRC undone here, by other code."""
    assert frame[-1] == 0 and 0 not in frame[:-1]
    out, at = b"", 0
    while at < len(frame) - 1:
        code = frame[at]
        out += frame[at + 1 : at + code]
        at += code
        if code < 255 and at < len(frame) - 1:
            out += b"\0"
    item, check = out[:-4], out[-4:]
    value = crc32(item)
    assert check == bytes((value & 255, value >> 8 & 255, value >> 16 & 255, value >> 24 & 255))
    return item


def test_raw_example_of_the_wire_format():
    frame = planned(2, 12)
    chunk = chunk_of(frame, RAW_ROWS, 2, seq=258)
    frame(chunk)
    assert opened(bytes(chunk.view)) == RAW_ITEM


def test_packed_example_of_the_wire_format():
    data = b"".join(bytes((v & 255, v >> 8 & 255)) for row in ROWS for v in row)
    pack, frame = Blockpack(3), Frame(descriptor())
    frame.plan(10, pack.max_len(60), pack.enc)
    lead = pack.headroom(60) + frame.headroom(pack.max_len(60))
    tail = frame.tailroom(60)
    chunk = Chunk(bytearray(lead + (lead & 1) + 60 + tail), lead + (lead & 1), tail)
    payload = chunk.view
    payload[:] = data
    chunk.seq, chunk.ticks = 259, 20000
    pack(chunk)
    frame(chunk)
    assert chunk.view == PACKED_FRAME


# Planned, what is there, and what it becomes.
N_ITEMS = (
    (255, 0, b"\x18\x00"),
    (255, 255, b"\x18\xff"),
    (256, 1, b"\x19\x00\x01"),
    (65535, 65535, b"\x19\xff\xff"),
)
SIZE_ITEMS = (
    (255, 0, b"\x58\x00"),
    (255, 255, b"\x58\xff"),
    (256, 5, b"\x59\x00\x05"),
    (600, 600, b"\x59\x02\x58"),
)
# The same of raw rows, whose number tells the bytes.
RAW = (
    (255, 0, b"\x18\x00", 255, b"\x58\x00"),
    (255, 40, b"\x18\x28", 255, b"\x58\xf0"),
    (256, 40, b"\x19\x00\x28", 256, b"\x59\x00\xf0"),
    (100, 100, b"\x18\x64", 600, b"\x59\x02\x58"),
)


def test_every_width_of_the_head():
    """The head by hand, docs/wire-format.md, "Data item"."""
    for sid, sid_item in ((0, b"\x00"), (23, b"\x17"), (24, b"\x18\x18"), (255, b"\x18\xff")):
        for most_rows, rows, n_item in N_ITEMS:
            for most, size, size_item in SIZE_ITEMS:
                check_head(sid, sid_item, most_rows, rows, n_item, most, size, size_item, 1, b"\x01")
        for most_rows, rows, n_item, most, size_item in RAW:
            raw = 0, b"\x00\xd8\x4d"
            check_head(sid, sid_item, most_rows, rows, n_item, most, 6 * rows, size_item, *raw)


def check_head(sid, sid_item, most_rows, rows, n_item, most, size, size_item, enc, enc_item):
    frame = planned(most_rows, most, enc, sid)
    data = Random(size).bytes(size)
    chunk = chunk_of(frame, data, rows, 0xFFFE, 0x3FFFFFFF, enc)
    frame(chunk)
    head = b"\x86" + sid_item + b"\x19\xff\xfe\x1a\x3f\xff\xff\xff" + n_item + enc_item
    assert opened(bytes(chunk.view)) == head + size_item + data


def test_every_seq_and_tick_byte():
    frame = planned(1, 2, enc=1)
    for seq in (0, 1, 0xFF, 0x100, 0x1234, 0xFFFF):
        for ticks in (0, 1, 0xFF, 0x100, 0x10000, 0x1000000, 0x12345678, 0x3FFFFFFF):
            chunk = chunk_of(frame, b"ab", 1, seq, ticks, 1)
            frame(chunk)
            item = opened(bytes(chunk.view))
            assert item[3] << 8 | item[4] == seq
            assert item[6] << 24 | item[7] << 16 | item[8] << 8 | item[9] == ticks


def test_a_link_that_frames_and_checks():
    frame = planned(2, 12, link=False)
    assert frame.tailroom(12) == 0
    chunk = chunk_of(frame, RAW_ROWS, 2, seq=258)
    frame(chunk)
    assert chunk.view == RAW_ITEM and frame.headroom(12) == len(RAW_ITEM) - 12
    said = frame.due(5)
    assert said.view == descriptor().item[:-2] + b"\x00\x05"


def test_the_room_asked_for():
    """Head, CRC and delimiter, and a byte of stuffing in 254, rounded up."""
    head = 2 + 3 + 5 + 2 + 3 + 2  # array and sid, seq, t0, n, enc and tag, length of the string
    for n in range(200, 256):
        frame = planned(5, 255)
        assert frame.headroom(n) == head + -(-(head + n + 4) // 254) and frame.tailroom(n) == 5
        assert frame.max_len(n) == n + frame.headroom(n) + 5


def test_just_the_room():
    for n in (0, 1, 200, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 485, 490, 600):
        for link in (True, False):
            frame = planned(5, n, 1, link=link)
            place = Guarded(frame.max_len(n), at=1)
            data = b"\x55" * n
            chunk = chunk_of(frame, data, 5, 0x101, 0x11111111, 1, place.view)
            frame(chunk)
            assert place.intact() and chunk.stop - chunk.start <= frame.max_len(n)
            item = opened(bytes(chunk.view)) if link else bytes(chunk.view)
            assert n == 0 or item[-n:] == data


def test_one_byte_less_is_refused():
    for n in (0, 1, 234, 235, 600):
        for link in (True, False):
            frame = planned(5, n, 1, link=link)
            for less in ((1, 0), (0, 1)) if link else ((1, 0),):
                lead, tail = frame.headroom(n) - less[0], frame.tailroom(n) - less[1]
                place = Guarded(lead + n + tail)
                before = bytes(place.view)
                chunk = Chunk(place.view, lead, tail)
                chunk.rows, chunk.enc = 5, 1
                refuses("chunk", ValueError, frame, chunk)
                assert place.view == before and place.intact() and (chunk.start, len(chunk.view)) == (lead, n)


def test_what_was_not_planned_is_refused():
    frame = planned(5, 30)
    unplanned = Frame(descriptor())
    asked = (36, 6, 0, frame), (30, 5, 1, frame), (31, 5, 0, frame), (30, 5, 0, unplanned)
    for size, rows, enc, which in asked + ((24, 5, 0, frame), (28, 5, 0, frame), (6, -1, 0, frame)):  # no whole rows
        memory = bytearray(100)
        chunk = Chunk(memory, 50, 50 - size)
        chunk.rows, chunk.enc = rows, enc
        refuses("chunk", ValueError, which, chunk)
        assert memory == bytes(100) and (chunk.start, chunk.stop) == (50, 50 + size)
    refuses("rows", ValueError, frame.plan, 0x10000, 10, 0)
    refuses("rows", ValueError, frame.plan, 10, 0x10000, 0)
    for enc in (-1, 24, 300, None):
        refuses("enc", ValueError, frame.plan, 10, 60, enc)


def test_numbers_that_have_no_room():
    frame = planned(5, 30)
    for seq, ticks in ((0x10000, 0), (-1, 0), (0, -1)):
        chunk = chunk_of(frame, RAW_ROWS, 2, seq, ticks)
        before = bytes(chunk.buf), chunk.start
        refuses("chunk", ValueError, frame, chunk)
        assert (bytes(chunk.buf), chunk.start) == before
    for repeat_ms in (0, -1, 500001):
        refuses("repeat_ms", ValueError, Frame, descriptor(), True, repeat_ms)


def test_descriptor_by_hand():
    item = Descriptor(30, "p", ("a", "bc"), units="m", scale=(1, -2), offset=0.5, rate=100).item
    assert item == unhexlify(
        "ac 0001 01181e 026170 03826161626263 04616d 05184d 06820121 07fb3fe0000000000000"
        " 081864 091a000f4240 0a1a40000000 0b190000".replace(" ", "")
    )
    n = 60 if MICROPYTHON else 255  # in a small heap
    item = Descriptor(0, "", ["\u00fc"] * n).item
    assert item == b"\xa8\x00\x01\x01\x00\x02\x60\x03\x98" + bytes((n,)) + b"\x62\xc3\xbc" * n + unhexlify(
        "05184d091a000f42400a1a400000000b190000"
    )


def test_descriptor_wrong_arguments():
    names = ("a", "b")
    for sid in (-1, 256, 1.5, None, "1"):
        refuses("sid", ValueError, Descriptor, sid, "n", names)
    for name in (None, 5, b"n"):
        refuses("name", ValueError, Descriptor, 1, name, names)
    for channels in ((), "ab", None, 5, ("a",) * 256, ("a", 5), {"a": 1}):
        refuses("channels", ValueError, Descriptor, 1, "n", channels)
    for units in (5, ("m",), ("m", 5), ("m", "m", "m"), b"m"):
        refuses("units", ValueError, Descriptor, 1, "n", names, units)
    for bad in ("1", (1,), (1, "2"), (1, 2, 3), float("nan"), (1, float("inf")), float("-inf")):
        refuses("scale", ValueError, Descriptor, 1, "n", names, None, bad)
        refuses("offset", ValueError, Descriptor, 1, "n", names, None, 1, bad)
    for rate in (0, -1, 0.0, "1", float("nan"), float("inf"), (1,)):
        refuses("rate", ValueError, Descriptor, 1, "n", names, None, 1, 0, rate)


def test_descriptor_is_due_at_once_and_then_from_time_to_time():
    true_ticks, now = frames.ticks_us, [5]
    frames.ticks_us = lambda: now[0]
    try:
        frame = Frame(descriptor(), repeat_ms=100)
        frame.plan(1, 6, 0)
        item = descriptor().item
        for seq, low in ((0, b"\0\0"), (0x1234, b"\x12\x34"), (0xFFFF, b"\xff\xff")):
            said = bytes(frame.due(seq).view)
            assert said[0] == 0 and opened(said[1:]) == item[:-2] + low
            assert frame.due(seq) is None
            now[0] += 99999
            assert frame.due(seq) is None
            now[0] += 1
    finally:
        frames.ticks_us = true_ticks


def test_descriptor_across_the_wrap_of_the_ticks():
    true_ticks, now = frames.ticks_us, [0]
    frames.ticks_us = lambda: now[0]
    try:
        last = 0x3FFFFFFF  # computed it would stay a large int on MicroPython 1.23
        while ticks_diff(0, last) != 1:  # the modulus differs between ports: 2^30 or 2^62
            last = last << 1 | 1
        frame = Frame(descriptor(), repeat_ms=500000)
        frame.plan(1, 6, 0)
        now[0] = last - 499999999
        assert frame.due(0) and frame.due(0) is None
        now[0] = last
        assert frame.due(0) is None
        now[0] = 0
        assert frame.due(0)
    finally:
        frames.ticks_us = true_ticks
