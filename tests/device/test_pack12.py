"""Pack12: MIPI's layout, every 12-bit value, every room to the byte, and bytes that hold no samples."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, DecodeError, Pack12

COUNTS = (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 18, 41)
ORDERS = "little", "mipi"


def int16(values):
    return b"".join(bytes((value & 0xFF, value >> 8 & 0xFF)) for value in values)


def packed(values, order):
    """By the layout: a string of bits, cut into bytes."""
    out = bytearray()
    for i in range(0, len(values), 2):
        a = values[i] & 0xFFF
        b = values[i + 1] & 0xFFF if i + 1 < len(values) else 0
        if order == "little":
            three = (a & 0xFF, a >> 8 | (b & 15) << 4, b >> 4)
        else:
            three = (a >> 4, b >> 4, (b & 15) << 4 | a & 15)
        if i + 1 == len(values):
            three = three[:2] if order == "little" else (three[0], three[2])
        out += bytes(three)
    return bytes(out)


def samples(count, signed):
    random = Random(count)
    edges = (0, 1, 4095, 2047, 2048, 15, 16, 255, 256, 0x5A5)
    values = [random.below(4096) if random.below(3) else edges[random.below(10)] for _ in range(count)]
    return [value - 4096 if signed and value > 2047 else value for value in values]


def every_case():
    for order in ORDERS:
        for signed in (False, True):
            for count in COUNTS:
                yield order, signed, samples(count, signed)


def test_published_layouts():
    """MIPI CSI-2, RAW12: P1[11:4], P2[11:4], P2[3:0] P1[3:0]."""
    out, back = bytearray(8), bytearray(8)
    data = int16((0xABC, 0x123, 0xDEF))
    for order, code in (("mipi", b"\xab\x12\x3c\xde\x0f"), ("little", b"\xbc\x3a\x12\xef\x0d")):
        codec = Pack12(order)
        assert codec.encode_into(data, out) == 5 and out[:5] == code, order
        assert codec.decode_into(code, back) == 6 and back[:6] == data, order


def test_every_value():
    step = 7 if MICROPYTHON else 1
    values = list(range(0, 4096, step)) + [0]
    data = int16(values)
    for order in ORDERS:
        out, back = bytearray(len(data)), bytearray(len(data))
        n = Pack12(order).encode_into(data, out)
        assert out[:n] == packed(values, order)
        code = bytes(out[:n])
        assert Pack12(order).decode_into(code, back) == len(data) and back == data
        assert Pack12(order, signed=True).decode_into(code, back) == len(data)
        assert back == int16([value - 4096 if value > 2047 else value for value in values])


def test_upper_bits_are_left_out():
    out, clean = bytearray(30), bytearray(30)
    for order in ORDERS:
        for count in (3, 16):
            for flags in (0x8000, 0xF000, 0x1000):
                values = samples(count, False)
                n = Pack12(order).encode_into(int16(values), clean)
                assert Pack12(order).encode_into(int16([value | flags for value in values]), out) == n
                assert out[:n] == clean[:n]


def test_into_just_the_room_and_back():
    for order, signed, values in every_case():
        codec, data, code = Pack12(order, signed), int16(values), packed(values, order)
        n, size = len(data), len(code)
        assert codec.max_len(n) == size and codec.headroom(n) == codec.tailroom(n) == 0
        room = Guarded(size, at=size % 4)
        assert codec.encode_into(data, room.view) == size
        assert room.view == code and room.intact()
        back = Guarded(n, at=2 * (size & 1))
        assert codec.decode_into(code, back.view) == n
        assert back.view == data and back.intact()
        if values:
            refuses("dst", ValueError, codec.encode_into, data, room.view[: size - 1])
            refuses("dst", ValueError, codec.decode_into, code, back.view[: n - 1])
            assert room.view == code and back.view == data


def test_chunk_there_and_back_in_just_the_room():
    for order, signed, values in every_case():
        codec, data = Pack12(order, signed), int16(values)
        for lead in (0, 2):
            place = Guarded(lead + len(data))
            place.view[lead:] = data
            chunk = Chunk(place.view, lead)
            codec(chunk)
            assert chunk.view == packed(values, order) and chunk.start == lead and place.intact()
        code = packed(values, order)
        room = len(data)
        place = Guarded(room + 1)
        for stop in (room, room + 1):  # the second: one byte to reach an even address
            start = stop - len(code)
            place.view[start:stop] = code
            chunk = Chunk(place.view).set(start, stop)
            codec.decode(chunk)
            assert chunk.view == data and chunk.start == 0 and place.intact(), values
        if len(values) > 3:
            place.view[room - len(code) : room] = code
            chunk = Chunk(place.view[2:]).set(room - 2 - len(code), room - 2)
            before = bytes(place.view)
            refuses("window", ValueError, codec.decode, chunk)
            assert place.view == before and (chunk.start, chunk.stop) == (room - 2 - len(code), room - 2)


def test_in_pieces():
    random = Random(4)
    for order in ORDERS:
        codec, values = Pack12(order), samples(61, False)
        data, code = int16(values), packed(values, order)
        joined, out, at = bytearray(), bytearray(130), 0
        while at < len(data):
            some = 4 * (1 + random.below(5))
            joined += out[: codec.encode_into(data[at : at + some], out)]
            at += some
        assert joined == code
        back, at = bytearray(), 0
        while at < len(code):
            some = 3 * (1 + random.below(5))
            back += out[: codec.decode_into(code[at : at + some], out)]
            at += some
        assert back == data


def test_broken_input_says_where():
    for order in ORDERS:
        codec = Pack12(order)
        for broken, what in (
            (b"\x01", "truncated at byte 1"),
            (b"\x01\x02\x03\x04", "truncated at byte 4"),
            (b"\x01\x10", "broken at byte 1"),
            (b"\x01\x02\x03\x04\xff", "broken at byte 4"),
        ):
            out = bytearray(b"\xee" * 12)
            error = raises(DecodeError, codec.decode_into, broken, out)
            assert str(error) == "pack12: " + what and out == b"\xee" * 12
            memory = bytearray(9) + broken
            before = bytes(memory)
            chunk = Chunk(memory, 9)
            raises(DecodeError, codec.decode, chunk)
            assert memory == before and chunk.start == 9


def test_garbage():
    """Whatever is decoded encodes to what it was."""
    random = Random(5)
    for _ in range(200 if MICROPYTHON else 5000):
        data = random.bytes(random.below(40))
        codec = Pack12(ORDERS[random.below(2)], random.below(2))
        out, again = Guarded(56), bytearray(60)
        try:
            n = codec.decode_into(data, out.view)
            assert again[: codec.encode_into(out.view[:n], again)] == data
        except DecodeError:
            assert len(data) % 3 == 1 or len(data) % 3 == 2 and data[-1] > 15
        assert out.intact()


def test_overlaps():
    values = samples(17, False)
    memory = memoryview(bytearray(200))
    for order in ORDERS:
        codec, data, code = Pack12(order), int16(values), packed(values, order)
        for shift in range(-40, 40):  # bytes from dst to src
            source, out = memory[80 : 80 + 34], memory[80 - shift : 80 - shift + 26]
            source[:] = data
            before = bytes(memory)
            if -34 < shift < 0:
                refuses("dst", ValueError, codec.encode_into, source, out)
                assert memory == before
            else:
                assert codec.encode_into(source, out) == 26 and out == code, shift
            source, out = memory[80 + shift : 80 + shift + 26], memory[80 : 80 + 34]
            source[:] = code
            before = bytes(memory)
            if -26 < shift < 8:
                refuses("dst", ValueError, codec.decode_into, source, out)
                assert memory == before
            else:
                assert codec.decode_into(source, out) == 34 and out == data, shift


def test_wrong_arguments_change_nothing():
    codec = Pack12()
    data = bytes(12)
    for call in (codec.encode_into, codec.decode_into):
        out = Guarded(40)
        out.view[:] = b"\xee" * 40
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out.view)
        for target in (None, 5, "text" * 10, [0] * 40, bytes(40), memoryview(bytes(40))):
            refuses("dst", TypeError, call, data, target)
        if not MICROPYTHON:  # which tells no item size
            refuses("src", TypeError, call, array("h", data), out.view)
        assert out.view == b"\xee" * 40 and out.intact()
    out = Guarded(40, at=1)
    refuses("src", ValueError, codec.encode_into, data[:11], bytearray(40))
    refuses("src", ValueError, codec.encode_into, out.view[:12], bytearray(40))
    refuses("dst", ValueError, codec.decode_into, data, out.view)
    for order in ("big", "MIPI", "", None, 12):
        refuses("order", ValueError, Pack12, order)
    memory = bytearray(31)
    for start, stop in ((1, 31), (0, 31)):
        chunk = Chunk(memory).set(start, stop)
        refuses("src", ValueError, codec.encode, chunk)
        assert (chunk.start, chunk.stop) == (start, stop)
