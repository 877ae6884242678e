"""IMA ADPCM: codes by hand, WAV's header, pieces, every room to the byte, and broken input."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, DecodeError, ImaAdpcm

SHAPES = ((1, False), (1, True), (2, False), (2, True), (3, True), (5, True))


def int16(values):
    return b"".join([bytes((value & 0xFF, value >> 8 & 0xFF)) for value in values])


def wave(rows, channels):
    """Ramps of any steepness, noise, INT16_MIN and INT16_MAX."""
    random = Random(rows * 8 + channels)
    values, now, slope = [], [0] * channels, 1
    for i in range(rows * channels):
        if random.below(9) == 0:
            slope = (1 << random.below(16)) - 1
        value = now[i % channels] + random.below(slope + 1) - slope // 2
        if random.below(20) == 0:
            value = (-32768, 32767)[random.below(2)]
        now[i % channels] = max(-32768, min(32767, value))
        values.append(now[i % channels])
    return int16(values)


def size_of(rows, channels, header):
    if not rows:
        return 0
    return 4 * channels + ((rows - 1) * channels + 1) // 2 if header else rows * channels // 2


def every_case():
    for channels, header in SHAPES:
        for rows in (0, 1, 2, 3, 4, 8, 9, 21):
            if header or rows * channels % 2 == 0:
                yield channels, header, rows, wave(rows, channels)


def coded(codec, data):
    out = bytearray(codec.max_len(len(data)))
    return bytes(out[: codec.encode_into(data, out)])


def test_codes_by_hand():
    """From predictor 0 and step 7; the tables of the Recommended Practices, 1992, section 6."""
    # 11 is 7, of the 4 left 3, of the 1 left 1: code 4 + 2 + 1, predicted 7 // 8 + 7 + 3 + 1; index 8, step 16
    # 11 is there: code 0, predicted 16 // 8 more, 13; index 7, step 14
    # -13 is less than 14, 7, of the 6 left 3: code 8 + 2 + 1, predicted 14 // 8 + 7 + 3 less, 2; index 6, step 13
    # 2 is there: code 0, predicted 13 // 8 more, 3
    codec = ImaAdpcm()
    assert coded(codec, int16((11, 11, 0, 2))) == b"\x07\x0b"
    out = bytearray(8)
    assert ImaAdpcm().decode_into(b"\x07\x0b", out) == 8
    assert out == int16((11, 13, 2, 3))


def test_header_is_that_of_wav():
    codec = ImaAdpcm(header=True)
    assert coded(codec, int16((-2, -2, -2))) == b"\xfe\xff\x00\x00\x00"
    first = coded(codec, wave(9, 1))
    assert first[:2] == wave(9, 1)[:2] and first[3] == 0
    second = coded(codec, int16((5, 5, 5)))
    assert second[:2] == b"\5\0" and 0 < second[2] <= 88  # the index goes on
    codec.reset()
    assert coded(codec, int16((5, 5, 5)))[:4] == b"\5\0\0\0"


def test_into_just_the_room_and_back():
    for channels, header, rows, data in every_case():
        codec, n = ImaAdpcm(channels, header), len(data)
        size = size_of(rows, channels, header)
        assert codec.max_len(n) == size and codec.headroom(n) == (2 * channels if header and rows else 0)
        room = Guarded(size, at=size & 3)
        assert codec.encode_into(data, room.view) == size and room.intact()
        code = bytes(room.view)
        back = Guarded(n)
        assert codec.decode_into(code, back.view, rows) == n and back.intact()
        assert codec._sent == codec._received  # both know what the decoder knows
        if header and rows:
            assert back.view[: 2 * channels] == data[: 2 * channels]
        if size:
            before = bytes(codec._sent)
            refuses("dst", ValueError, codec.encode_into, data, room.view[: size - 1])
            refuses("dst", ValueError, codec.decode_into, code, back.view[: n - 1], rows)
            assert codec._sent == codec._received == before and room.view == code


def test_it_follows_the_signal():
    """A triangle of 500 a sample comes back within three of its steps, once the code's step has grown."""
    values = [abs(i % 80 - 40) * 500 - 10000 for i in range(400)]
    codec = ImaAdpcm()
    back = bytearray(800)
    codec.decode_into(coded(codec, int16(values)), back)
    for i in range(80, 400):
        value = back[2 * i] | back[2 * i + 1] << 8
        value -= 65536 if value > 32767 else 0
        assert abs(value - values[i]) < 1500, i


def test_chunk_there_and_back_in_just_the_room():
    for channels, header, rows, data in every_case():
        code = coded(ImaAdpcm(channels, header), data)
        back = bytearray(len(data))
        ImaAdpcm(channels, header).decode_into(code, back, rows)
        codec = ImaAdpcm(channels, header)
        lead = codec.headroom(len(data))
        place = Guarded(lead + len(data))
        chunk = Chunk(place.view, lead)
        chunk.view[:] = data
        codec(chunk)
        assert chunk.view == code and (chunk.start, chunk.rows) == (0, rows) and place.intact()
        room = max(len(data), len(code))
        for stop in (room + (room & 1), room + (room & 1) + 1):
            place = Guarded(stop)
            start = stop - len(code)
            place.view[start:] = code
            chunk = Chunk(place.view).set(start, stop)
            chunk.rows = rows
            received = ImaAdpcm(channels, header)
            received.decode(chunk)
            assert chunk.view == back and chunk.rows == rows and place.intact()
        if len(data) > len(code) + 2:
            place = Guarded(len(data) - 2)
            start = len(data) - 2 - len(code)
            place.view[start:] = code
            before = bytes(place.view)
            chunk = Chunk(place.view).set(start, len(data) - 2)
            chunk.rows = rows
            refuses("window", ValueError, ImaAdpcm(channels, header).decode, chunk)
            assert place.view == before and chunk.start == start
        if lead:
            chunk = Chunk(bytearray(bytes(lead - 2) + data)).set(lead - 2, lead - 2 + len(data))
            before = bytes(codec._sent)
            refuses("window", ValueError, codec.encode, chunk)
            assert codec._sent == before and chunk.view == data


def test_in_pieces():
    random = Random(2)
    for channels in (1, 2, 3):
        data = wave(120, channels)
        code = coded(ImaAdpcm(channels), data)
        back, out = bytearray(len(data)), bytearray(len(data))
        ImaAdpcm(channels).decode_into(code, back)
        codec, joined, at = ImaAdpcm(channels), bytearray(), 0
        while at < len(data):
            some = 4 * channels * (1 + random.below(9))
            joined += coded(codec, data[at : at + some])
            at += some
        assert joined == code
        joined, at = bytearray(), 0
        while at < len(code):
            some = channels * (1 + random.below(9))
            joined += out[: codec.decode_into(code[at : at + some], out)]
            at += some
        assert joined == back


def test_one_lost_chunk_costs_one():
    for channels in (1, 2):
        data = wave(90, channels)
        codec, row = ImaAdpcm(channels, header=True), 2 * channels
        chunks = [coded(codec, data[30 * row * i : 30 * row * (i + 1)]) for i in range(3)]
        whole, lossy = ImaAdpcm(channels, header=True), ImaAdpcm(channels, header=True)
        rows, other = bytearray(30 * row), bytearray(30 * row)
        for i, chunk in enumerate(chunks):
            whole.decode_into(chunk, rows, 30)
            if i != 1:
                lossy.decode_into(chunk, other, 30)
                assert rows == other


def test_rows_that_are_not_told():
    out = bytearray(60)
    assert ImaAdpcm().decode_into(b"\x07\x0b", out) == 8
    assert ImaAdpcm(header=True).decode_into(b"\0\0\0\0\x07\x0b", out) == 10
    assert ImaAdpcm(3, header=True).decode_into(bytes(12) + b"\x77\x07", out) == 12  # half a byte to spare
    chunk = Chunk(bytearray(20) + b"\x07\x0b", 20)
    ImaAdpcm().decode(chunk)
    assert chunk.view == int16((11, 13, 2, 3)) and chunk.rows == 4


def test_broken_input_says_where():
    for channels, header, rows, broken, what in (
        (1, True, 3, b"\0\0\x59\0\0", "broken at byte 2"),
        (1, True, 3, b"\0\0\0\1\0", "broken at byte 3"),
        (2, True, 2, b"\0\0\0\0\0\0\xff\0\0", "broken at byte 6"),
        (2, True, 2, b"\0\0\0\0\0\0\0\x80\0", "broken at byte 7"),
        (1, True, 2, b"\0\0\0\0\x10", "broken at byte 4"),
        (1, True, 2, b"\0\0\0", "truncated at byte 3"),
        (2, True, 1, b"\0\0\0\0", "truncated at byte 4"),
        (1, True, 4, b"\0\0\0\0\0", "5 bytes are not 4 rows, broken at byte 5"),
        (1, True, 1, b"\0\0\0\0\0", "5 bytes are not 1 rows, broken at byte 4"),
        (1, True, 0, b"\0\0\0\0", "4 bytes are not 0 rows, broken at byte 0"),
        (1, True, 1, b"", "0 bytes are not 1 rows, broken at byte 0"),
        (1, True, -1, b"", "0 bytes are not -1 rows, broken at byte 0"),
        (1, False, 5, b"\0\0", "2 bytes are not 5 rows, broken at byte 2"),
        (1, False, 3, b"\0\0", "2 bytes are not 3 rows, broken at byte 1"),
        (3, False, None, b"\0\0", "2 bytes are not 1 rows, broken at byte 1"),
        (3, True, None, bytes(13), "13 bytes are not 1 rows, broken at byte 12"),
    ):
        codec = ImaAdpcm(channels, header)
        codec.decode_into(coded(codec, wave(4, channels)), bytearray(8 * channels), 4)
        state, out = bytes(codec._received), bytearray(b"\xee" * 30)
        error = raises(DecodeError, codec.decode_into, broken, out, rows)
        assert str(error) == "IMA ADPCM: " + what, error
        assert out == b"\xee" * 30 and codec._received == state
        if rows != 0:
            chunk = Chunk(bytearray(30) + broken, 30)
            chunk.rows = rows or 0
            raises(DecodeError, codec.decode, chunk)
            assert chunk.view == broken and codec._received == state


def test_garbage():
    """Any bytes behind a good header decode; what comes out stays in range and codes to as many bytes."""
    random = Random(5)
    for _ in range(200 if MICROPYTHON else 5000):
        channels, header = SHAPES[random.below(len(SHAPES))]
        codec = ImaAdpcm(channels, header)
        data = random.bytes(random.below(60))
        out = Guarded(240)
        try:
            n = codec.decode_into(data, out.view)
            assert codec._received[4] <= 88
            assert n <= 4 * len(data)
        except DecodeError:
            pass
        assert out.intact()


def test_overlaps():
    data = wave(20, 1)
    memory = memoryview(bytearray(200))
    for header in (False, True):
        code, back = coded(ImaAdpcm(1, header), data), bytearray(40)
        ImaAdpcm(1, header).decode_into(code, back, 20)
        size = len(code)
        for shift in range(-50, 50):  # bytes from dst to src
            source, out = memory[80:120], memory[80 - shift : 80 - shift + size]
            source[:] = data
            before = bytes(memory)
            if -40 < shift < 2 * header:
                refuses("dst", ValueError, ImaAdpcm(1, header).encode_into, source, out)
                assert memory == before
            else:
                assert ImaAdpcm(1, header).encode_into(source, out) == size and out == code, shift
            source, out = memory[80 + shift : 80 + shift + size], memory[80:120]
            source[:] = code
            before = bytes(memory)
            if -size < shift < 40 - size:
                refuses("dst", ValueError, ImaAdpcm(1, header).decode_into, source, out, 20)
                assert memory == before
            else:
                assert ImaAdpcm(1, header).decode_into(source, out, 20) == 40 and out == back, shift


def test_wrong_arguments_change_nothing():
    codec = ImaAdpcm(2)
    data = bytes(12)
    for call in (codec.encode_into, codec.decode_into):
        out = Guarded(60)
        out.view[:] = b"\xee" * 60
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out.view)
        for target in (None, 5, "text" * 15, [0] * 60, bytes(60), memoryview(bytes(60))):
            refuses("dst", TypeError, call, data, target)
        if not MICROPYTHON:  # which tells no item size
            refuses("src", TypeError, call, array("h", data), out.view)
        assert out.view == b"\xee" * 60 and out.intact()
    odd = Guarded(60, at=1)
    refuses("src", ValueError, codec.encode_into, data[:10], bytearray(40))
    refuses("src", ValueError, codec.encode_into, odd.view[:12], bytearray(40))
    refuses("src", ValueError, ImaAdpcm().encode_into, data[:6], bytearray(40))
    refuses("dst", ValueError, codec.decode_into, data, odd.view)
    for rows in (1.5, 6.0, "6"):
        refuses("rows", TypeError, codec.decode_into, data, bytearray(60), rows)
    for channels in (0, -1, 256):
        refuses("channels", ValueError, ImaAdpcm, channels)
    chunk = Chunk(bytearray(63)).set(40, 63)
    refuses("chunk", ValueError, codec.encode, chunk)
    chunk.set(39, 63)
    refuses("chunk", ValueError, codec.encode, chunk)
    assert chunk.rows == 0
