"""G.711: the Recommendation's values, every sample and every code, and every room to the byte."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, refuses

from memchunk import Alaw, Chunk, Ulaw

LAWS = Ulaw(), Alaw()
COUNTS = (0, 1, 2, 3, 7, 16, 41)
# ITU-T G.711, tables 1a to 2b: output values in 16 bits and their codes. Tables 1 (A-law) come with even bits inverted.
ULAW = ((0, 0xFF), (8, 0xFE), (-8, 0x7E), (32124, 0x80), (-32124, 0x00), (132, 0xEF), (-132, 0x6F), (0, 0xFF))
ALAW = ((8, 0xD5), (-8, 0x55), (32256, 0xAA), (-32256, 0x2A), (264, 0xC5), (-264, 0x45), (24, 0xD4))


def int16(values):
    return b"".join([bytes((value & 0xFF, value >> 8 & 0xFF)) for value in values])


def signed(data):
    values = [data[i] | data[i + 1] << 8 for i in range(0, len(data), 2)]
    return [value - 65536 if value > 32767 else value for value in values]


def test_published_values():
    for law, table in ((LAWS[0], ULAW), (LAWS[1], ALAW)):
        for value, code in table:
            out, back = bytearray(1), bytearray(2)
            assert law.encode_into(int16([value]), out) == 1 and out[0] == code, (value, out)
            assert law.decode_into(out, back) == 2 and back == int16([value]), (value, back)


def test_every_code_and_every_sample():
    """All codes come back, but for one of the two zeros of µ-law; louder samples get no softer."""
    codes = bytes(range(256))
    for law in LAWS:
        data, again = bytearray(512), bytearray(256)
        assert law.decode_into(codes, data) == 512
        law.encode_into(data, again)
        assert [code for code in codes if again[code] != code] == ([0x7F] if law is LAWS[0] else [])
        coarse = 4 if law is LAWS[0] else 8  # the bits below do not count
        step = 29 if MICROPYTHON else 1
        before = -32768
        for first in range(-32768, 32768, 512):
            some = list(range(first, first + 512, step))
            out, back = bytearray(len(some)), bytearray(2 * len(some))
            law.encode_into(int16(some), out)
            law.decode_into(out, back)
            for sample, value in zip(some, signed(back)):
                assert before <= value and abs(value - sample) <= abs(sample) // 16 + 2 * coarse, (sample, value)
                before = value


def test_int16_min_and_signs():
    for law in LAWS:
        out, back = bytearray(4), bytearray(8)
        law.encode_into(int16((-32768, 32767, -1, 0)), out)
        law.decode_into(out, back)
        low, high, minus, zero = signed(back)
        assert low == -high < -32000 and minus <= 0 <= zero


def test_into_just_the_room_and_back():
    for law in LAWS:
        for count in COUNTS:
            data = Random(count).bytes(2 * count)
            assert law.max_len(2 * count) == count and law.headroom(99) == law.tailroom(99) == 0
            room = Guarded(count, at=count & 3)
            assert law.encode_into(data, room.view) == count and room.intact()
            code = bytes(room.view)
            back = Guarded(2 * count, at=2)
            assert law.decode_into(code, back.view) == 2 * count and back.intact()
            again = bytearray(count)
            law.encode_into(back.view, again)
            assert [i for i in range(count) if again[i] != code[i] and code[i] != 0x7F] == []
            if count:
                refuses("dst", ValueError, law.encode_into, data, room.view[: count - 1])
                refuses("dst", ValueError, law.decode_into, code, back.view[: 2 * count - 1])


def test_chunk_there_and_back_in_just_the_room():
    for law in LAWS:
        for count in COUNTS:
            data = Random(count).bytes(2 * count)
            code, back = bytearray(count), bytearray(2 * count)
            law.encode_into(data, code)
            law.decode_into(code, back)
            place = Guarded(2 * count)
            place.view[:] = data
            chunk = Chunk(place.view)
            law(chunk)
            assert chunk.view == code and chunk.start == 0 and place.intact()
            lead = count + (count & 1)
            place = Guarded(lead + count)
            place.view[lead:] = code
            chunk = Chunk(place.view, lead)
            law.decode(chunk)
            assert chunk.view == back and chunk.start == 0 and place.intact()
            if count:
                place.view[lead:] = code
                before = bytes(place.view)
                chunk = Chunk(place.view[2:], lead - 2)
                refuses("window", ValueError, law.decode, chunk)
                assert place.view == before and chunk.start == lead - 2


def test_in_pieces():
    random = Random(3)
    data = random.bytes(200)
    for law in LAWS:
        code, back, out = bytearray(100), bytearray(200), bytearray(200)
        law.encode_into(data, code)
        law.decode_into(code, back)
        joined, at = bytearray(), 0
        while at < 200:
            some = 2 + 2 * random.below(20)
            joined += out[: law.encode_into(data[at : at + some], out)]
            at += some
        assert joined == code
        joined, at = bytearray(), 0
        while at < 100:
            some = 1 + random.below(20)
            joined += out[: law.decode_into(code[at : at + some], out)]
            at += some
        assert joined == back


def test_overlaps():
    data = Random(4).bytes(20)
    memory = memoryview(bytearray(140))
    for law in LAWS:
        code, back = bytearray(10), bytearray(20)
        law.encode_into(data, code)
        law.decode_into(code, back)
        for shift in range(-30, 30):  # bytes from dst to src
            source, out = memory[60:80], memory[60 - shift : 70 - shift]
            source[:] = data
            before = bytes(memory)
            if -20 < shift < 0:
                refuses("dst", ValueError, law.encode_into, source, out)
                assert memory == before
            else:
                assert law.encode_into(source, out) == 10 and out == code, shift
            source, out = memory[60 + shift : 70 + shift], memory[60:80]
            source[:] = code
            before = bytes(memory)
            if -10 < shift < 10:
                refuses("dst", ValueError, law.decode_into, source, out)
                assert memory == before
            else:
                assert law.decode_into(source, out) == 20 and out == back, shift


def test_wrong_arguments_change_nothing():
    data = bytes(12)
    for law in LAWS:
        for call in (law.encode_into, law.decode_into):
            out = Guarded(40)
            out.view[:] = b"\xee" * 40
            for source in (None, 5, "text", [1, 2], 1.5):
                refuses("src", TypeError, call, source, out.view)
            for target in (None, 5, "text" * 10, [0] * 40, bytes(40), memoryview(bytes(40))):
                refuses("dst", TypeError, call, data, target)
            if not MICROPYTHON:  # which tells no item size
                refuses("src", TypeError, call, array("h", data), out.view)
            assert out.view == b"\xee" * 40 and out.intact()
        odd = Guarded(40, at=1)
        refuses("src", ValueError, law.encode_into, data[:11], bytearray(40))
        refuses("src", ValueError, law.encode_into, odd.view[:12], bytearray(40))
        refuses("dst", ValueError, law.decode_into, data, odd.view)
        memory = bytearray(31)
        for start, stop in ((1, 31), (0, 31)):
            chunk = Chunk(memory).set(start, stop)
            refuses("src", ValueError, law.encode, chunk)
            assert (chunk.start, chunk.stop) == (start, stop)
