"""Rice: the examples of docs/wire-format.md, every shape, every room to the byte, and broken input."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, DecodeError, Rice, Unrice, kernels

ROWS = (0, 1, 2, 3, 8, 17, 25)
# docs/wire-format.md: the third chunk of "Worked example", and "Two rare codes".
EXAMPLES = (
    (
        3,
        (3, -2, 32000, 5, 300, 32001, 4, -9000, 32001, 4, -2, -32000, 6, 4000, -31998),
        b"\x03\x00\xfe\xff\x00\x7d\xd1\x09\x94\x4b\x14\x30\x4f\x51\x00\x91\xc9\x80\xfe\x29\xd1\x4f\x00",
    ),
    (
        1,
        (100, 100, 101, 101, 101, 101) + (-30000,) * 4 + (-30001,) * 6,
        b"\x64\x00\x00\x79\x00\x52\xd6\xef\x07",
    ),
    (1, (0, -32768), b"\x00\x00\x0f\xff\xff"),
)


def int16(values):
    return b"".join([bytes((value & 0xFF, value >> 8 & 0xFF)) for value in values])


def shapes(rows, channels):
    """Data of a shape: constant, noise of all 16 bits, small steps, jumps that wrap, ever wider ones, outliers."""
    random = Random(rows * 16 + channels)
    n = rows * channels
    yield int16([-32768] * n)
    yield bytes(random.bytes(2 * n))
    yield int16([i // channels * 3 + random.below(3) for i in range(n)])
    yield int16([(i // channels & 1) * 65535 - 32768 for i in range(n)])
    yield int16([random.below(1 << i % 17) for i in range(n)])
    yield int16([random.below(4) + (random.below(12) == 0) * random.below(65536) for i in range(n)])


def lead_of(rows, channels):
    """docs/wire-format.md, "rice", "Room"."""
    if rows < 2:
        return 2 * rows * channels
    return 2 * channels + (channels + 1) // 2 + 6 * (rows - 1) * channels // 8


def every_case():
    for channels in (1, 2, 3, 4, 9):
        for rows in ROWS:
            for data in shapes(rows, channels):
                yield channels, rows, data


def far_ahead(rows):
    """One channel whose codes, with k 0, run ahead of what was read as far as any do: escapes first, then zeros."""
    values, now = [0], 0
    for i in range(rows - 1):
        if i < (rows - 1) * 3 // 5:
            now = now + 32000 & 0xFFFF
        values.append(now)
    return int16(values)


def test_examples_of_the_text():
    for channels, values, code in EXAMPLES:
        rice, data = Unrice(channels), int16(values)
        out, back = bytearray(60), bytearray(len(data))
        assert rice.encode_into(data, out) == len(code) and out[: len(code)] == code
        assert rice.decode_into(code, back) == len(data) and back == data


def test_into_just_the_room_and_back():
    for channels, rows, data in every_case():
        rice, n = Unrice(channels), len(data)
        most = n + (channels + 1) // 2 * (rows > 1)
        assert rice.max_len(n) == most and rice.headroom(n) == lead_of(rows, channels) and rice.tailroom(n) == 0
        out = bytearray(most)
        size = rice.encode_into(data, out)
        room = Guarded(size, at=size % 3)
        assert rice.encode_into(data, room.view) == size  # what it takes is enough
        assert room.view == out[:size] and room.intact()
        back = Guarded(n)
        assert rice.decode_into(room.view, back.view) == n
        assert back.view == data and back.intact()
        if size:
            before = bytes(room.view)
            refuses("dst", ValueError, rice.encode_into, data, room.view[: size - 1])
            refuses("dst", ValueError, rice.decode_into, before, back.view[: n - 2], rows)
            assert room.view == before and back.view == data


def test_chunk_in_just_the_room_and_back():
    for channels, rows, data in every_case():
        rice, n = Unrice(channels), len(data)
        out = bytearray(rice.max_len(n))
        code = out[: rice.encode_into(data, out)]
        lead = rice.headroom(n)
        place = Guarded(lead + n, at=lead & 1)
        chunk = Chunk(place.view, lead)
        chunk.view[:] = data
        Rice(channels)(chunk)
        assert chunk.view == code and (chunk.start, chunk.rows, chunk.enc) == (0, rows, 2) and place.intact()
        room = n + (n & 1)
        place = Guarded(room + len(code))
        chunk = Chunk(place.view, room)
        chunk.view[:] = code
        chunk.rows, chunk.enc = rows, 2
        rice(chunk)
        assert chunk.view == data and (chunk.start, chunk.enc) == (0, 0) and place.intact()


def test_room_in_front_is_needed_to_the_byte():
    """The worst case that the text has takes all of the room; with a byte less it spoils what it has yet to read."""
    rows = 201
    data, state = far_ahead(rows), b"\1\0"
    lead = Rice(1).headroom(len(data))
    apart = bytearray(len(data) + 1)
    assert kernels.rice.pack(data, apart, rows, state) == len(apart)  # as many bits as any parameters may take
    for less in (0, 1):
        start = lead + (lead & 1)
        memory = memoryview(bytearray(start) + data + bytes(4 * rows))  # what is spoilt is longer
        out = memory[start - lead + less :]
        kernels.rice.pack(memory[start:], out, rows, state)
        assert (out[: len(apart)] == apart) == (not less), less


def test_chunk_with_one_byte_less():
    for channels, rows, data in every_case():
        if rows:
            rice = Rice(channels)
            lead = rice.headroom(len(data)) - 1
            place = Guarded(lead + len(data), at=lead & 1)
            place.view[lead:] = data
            before = bytes(place.view)
            chunk = Chunk(place.view, lead)
            refuses("window", ValueError, rice.encode, chunk)
            assert place.view == before and place.intact() and (chunk.start, chunk.rows, chunk.enc) == (lead, 0, 0)


def test_a_chunk_more_or_less_than_its_rows():
    for channels, rows, data in every_case():
        rice = Unrice(channels)
        code = bytearray(rice.max_len(len(data)))
        code = code[: rice.encode_into(data, code)]
        for wrong in (code[:-1], code + b"\0", code + b"\1", b"") if rows else (b"\0",):
            out = bytearray(b"\xee" * len(data))
            raises(DecodeError, rice.decode_into, wrong, out)
            assert out == b"\xee" * len(data)
            chunk = Chunk(bytearray(len(data) + len(wrong)), len(data))
            chunk.view[:] = wrong
            chunk.rows, chunk.enc = rows, 2
            raises(DecodeError, rice.decode, chunk)
            assert chunk.view == wrong and chunk.enc == 2


def test_broken_input_says_where():
    for channels, rows, broken, place in (
        (1, 0, b"\x01", 0),
        (1, 1, b"", 0),
        (1, 1, b"\x01", 1),
        (2, 1, b"\1\2\3\4\5", 4),
        (1, 2, b"\0\0", 2),  # no parameter
        (1, 2, b"\0\0\x10\x01", 2),  # unused nibble
        (1, 2, b"\0\0\x00", 3),
        (1, 2, b"\0\0\x00\x03", 3),  # a bit behind the value
        (1, 2, b"\0\0\x00\x01\x00", 4),  # a byte too many
        (1, 2, b"\0\0\x00\x00\x00\x00", 6),  # an escape without its value
        (1, 2, b"\0\0\x00\x00\x24\x00\x00", 6),  # 9 needs no escape
        (1, 2, b"\0\0\x0e\x10\x00\x00", 3),  # 4 << 14
        (1, 2, b"\0\0\x0f\xff", 4),
        (1, 60000, b"\0\0\x00" + b"\xff" * 20, 23),
        (1, 60000, bytes(40), 6),  # zeros without end
        (255, 60000, bytes(900), 641),
    ):
        rice = Unrice(channels)
        out = bytearray(b"\xee" * 2 * channels * min(rows, 2))
        if rows < 60000:
            error = raises(DecodeError, rice.decode_into, broken, out, rows)
            assert str(error) == "Rice: broken at byte %d" % place, error
            assert out == b"\xee" * len(out)
        else:  # more rows than this test has room for
            assert kernels.unrice.packed_len(broken, len(broken), rows, channels) == -1 - place


def test_more_rows_than_the_payload_can_hold():
    """The count comes from outside: not the room is wrong then, but the data."""
    for channels, rows, payload, place in (
        (1, 65535, b"abc", 3),
        (1, 65535, b"", 0),
        (9, 65535, bytes(200), 200),
        (1, 1500, bytes(200), 6),  # as many bits as that, but no codes
        (255, (1 << 31) // 255, bytes(900), 900),  # their values do not fit in 32 bits
        (1, 1000000000, b"abc", 3),
        (255, 1000000000, bytes(900), 900),
    ):
        rice, out = Unrice(channels), bytearray(b"\xee" * 64)
        error = raises(DecodeError, rice.decode_into, payload, out, rows)
        assert str(error) == "Rice: broken at byte %d" % place and out == b"\xee" * 64, (error, place)
        chunk = Chunk(bytearray(64) + payload, 64)
        chunk.rows = rows
        error = raises(DecodeError, rice.decode, chunk)
        assert str(error) == "Rice: broken at byte %d" % place and chunk.view == payload and chunk.start == 64
    for rows in (1 << 32, (1 << 32) + 1, 1 << 64):
        raises(DecodeError, Unrice(1).decode_into, b"ab", bytearray(64), rows)
    # what it does hold is held to the room
    many = bytes(2) + b"\0" + b"\xff" * 25
    refuses("dst", ValueError, Unrice(1).decode_into, many, bytearray(64), 201)
    chunk = Chunk(bytearray(64) + many, 64)
    chunk.rows = 201
    refuses("window", ValueError, Unrice(1).decode, chunk)
    assert chunk.view == many


def test_escapes_at_their_edge():
    for k in range(15):
        for z in ((10 << k) - 1, 10 << k):
            if z > 0xFFFF:
                continue
            escaped = 0 | z << 10  # behind ten zero bits
            code = bytes((0, 0, k)) + bytes([escaped >> 8 * i & 0xFF for i in range(4)])
            out = bytearray(4)
            if z >> k < 10:
                raises(DecodeError, Unrice(1).decode_into, code, out)
            else:
                assert Unrice(1).decode_into(code, out) == 4
                assert out[2] | out[3] << 8 == (z >> 1 ^ -(z & 1)) & 0xFFFF


def test_garbage():
    """Decoded rows encode to something that decodes to the same rows, in no more bytes."""
    random = Random(5)
    answers = 0
    for _ in range(300 if MICROPYTHON else 10000):
        channels, rows = 1 + random.below(3), random.below(6)
        rice = Unrice(channels)
        data = random.bytes(random.below(30), 1 + random.below(256))
        out = Guarded(2 * channels * rows)
        try:
            n = rice.decode_into(data, out.view)
            again, back = bytearray(100), bytearray(n)
            size = rice.encode_into(out.view, again)
            assert rice.decode_into(again[:size], back) == n and back == out.view
            answers += 1
        except DecodeError:
            pass
        assert out.intact()
    assert answers


def test_wrong_arguments_change_nothing():
    rice = Unrice(2)
    data = bytes(24)
    code = bytearray(30)
    code = bytes(code[: rice.encode_into(data, code)])
    for call, given in ((rice.encode_into, data), (rice.decode_into, code)):
        out = Guarded(24)
        out.view[:] = b"\xee" * 24
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out.view)
        for target in (None, 5, "text" * 6, [0] * 24, bytes(24), memoryview(bytes(24))):
            refuses("dst", TypeError, call, given, target)
        if not MICROPYTHON:  # which tells no item size
            refuses("src", TypeError, call, array("h", data), out.view)
        assert out.view == b"\xee" * 24 and out.intact()
    out = Guarded(25, at=1)
    refuses("src", ValueError, rice.encode_into, data[:22], bytearray(40))
    refuses("src", ValueError, rice.encode_into, out.view[:24], bytearray(40))
    refuses("dst", ValueError, rice.decode_into, code, out.view[:24])
    refuses("dst", ValueError, rice.decode_into, code, bytearray(23))
    refuses("rows", ValueError, rice.decode_into, code, bytearray(24), -1)
    for rows in (1.5, 6.0, "6"):
        refuses("rows", TypeError, rice.decode_into, code, bytearray(24), rows)
    chunk = Chunk(bytearray(60) + code, 60)
    chunk.rows = -1
    refuses("rows", ValueError, rice.decode, chunk)
    assert chunk.view == code
    for channels in (0, -1, 256):
        refuses("channels", ValueError, Rice, channels)
    chunk = Chunk(bytearray(63)).set(40, 63)
    refuses("chunk", ValueError, rice.encode, chunk)
    chunk.set(39, 63)
    refuses("chunk", ValueError, rice.encode, chunk)


def test_overlaps():
    data = int16([7 * i * i for i in range(20)])
    rice = Unrice(2)
    apart = bytearray(50)
    size = rice.encode_into(data, apart)
    lead = rice.headroom(40)
    memory = memoryview(bytearray(240))
    for shift in range(-60, 60):  # bytes from dst to src
        source, out = memory[100:140], memory[100 - shift : 150 - shift]
        source[:] = data
        before = bytes(memory)
        if -40 < shift < lead:
            refuses("dst", ValueError, rice.encode_into, source, out)
            assert memory == before
        else:
            assert rice.encode_into(source, out) == size and out[:size] == apart[:size], shift
        source, out = memory[100 + shift : 100 + shift + size], memory[100:140]
        source[:] = apart[:size]
        before = bytes(memory)
        if -size < shift < 40:
            refuses("dst", ValueError, rice.decode_into, source, out)
            assert memory == before
        else:
            assert rice.decode_into(source, out) == 40 and out == data, shift
