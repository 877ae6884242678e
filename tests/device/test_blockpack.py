"""blockpack: the example of docs/wire-format.md, every shape, every room to the byte, and broken input."""

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Blockpack, Chunk, DecodeError, Unblockpack, kernels

ROWS = (0, 1, 2, 8, 9, 10, 16, 17, 25)
# docs/wire-format.md, "Worked example", the rows of frame 259 and its payload.
EXAMPLE = (
    (3, -2, 32000), (5, -2, -32000), (4, -2, -31990), (4, -2, -32000), (6, -2, -32000),
    (7, -2, -32005), (8, -2, -32001), (8, -2, -32000), (9, -2, -32000), (10, -2, -12000),
)  # fmt: skip
PACKED = (
    b"\x03\x00\xfe\xff\x00\x7d\x03\x0c\x04\xe0\x50\x00\x26\x80\x00\xa0\x04\x10\x02\x40\x00\x04\x00"
    b"\x02\x0f\x02\x71\x02"
)


def int16(values):
    return b"".join(bytes((value & 0xFF, value >> 8 & 0xFF)) for value in values)


def shapes(rows, channels):
    """Data of a shape: INT16_MIN, noise of all 16 bits, small steps, jumps that wrap, ever wider ones."""
    random = Random(rows * 16 + channels)
    n = rows * channels
    yield int16([-32768] * n)
    yield bytes(random.bytes(2 * n))
    yield int16([i // channels * 3 + random.below(3) for i in range(n)])
    yield int16([(i // channels & 1) * 65535 - 32768 for i in range(n)])
    yield int16([random.below(1 << i % 17) for i in range(n)])


def widths_size(rows, channels):
    """Bytes that the widths take: of each eight rows but the first one."""
    return -(-(rows - 1) // 8) * -(-channels // 2) if rows else 0


def lead_of(rows, channels):
    return widths_size(rows, channels) + (2 * channels if rows else 0)


def every_case():
    for channels in range(1, 10):
        for rows in ROWS:
            for data in shapes(rows, channels):
                yield channels, rows, data


def test_example_of_the_wire_format():
    rows = int16([value for row in EXAMPLE for value in row])
    out = bytearray(100)
    n = Blockpack(3).encode_into(rows, out)
    assert out[:n] == PACKED
    back = bytearray(len(rows))
    assert Unblockpack(3).decode_into(PACKED, back) == len(rows) and back == rows


def test_width_of_every_step():
    """One channel, two rows: the first row, the code, and the zigzag value in the smallest width."""
    for bits in range(17):
        for step in {(1 << bits) - 1, 1 << bits >> 1}:
            delta = step >> 1 ^ -(step & 1)
            out = bytearray(8)
            n = Blockpack(1).encode_into(int16((1000, 1000 + delta)), out)
            length = 0
            while step >> length:
                length += 1
            code = min(length, 15)
            assert out[2] == code, (step, out)
            value = step & 0xFFFF
            expected = bytes((value & 0xFF, value >> 8))[: (16 if code == 15 else code) + 7 >> 3]
            assert out[3:n] == expected, (step, bytes(out[:n]))


def test_into_just_the_room_and_back():
    for channels, rows, data in every_case():
        pack, n = Unblockpack(channels), len(data)
        assert pack.max_len(n) == n + widths_size(rows, channels)
        assert pack.headroom(n) == lead_of(rows, channels) and pack.tailroom(n) == 0
        out = Guarded(pack.max_len(n), at=1)
        size = pack.encode_into(data, out.view)
        assert out.intact()
        back = Guarded(n)
        assert pack.decode_into(out.view[:size], back.view) == n
        assert back.view == data and back.intact()
        if n:
            before = bytes(out.view)
            refuses("dst", ValueError, pack.encode_into, data, out.view[: pack.max_len(n) - 1])
            refuses("dst", ValueError, pack.decode_into, out.view[:size], back.view[: n - 1], rows)
            assert out.view == before and back.view == data


def test_noise_reaches_the_bound():
    for rows in ROWS:
        data = int16([i % 2 * 32768 for i in range(rows)])
        assert Blockpack(1).encode_into(data, bytearray(100)) == Blockpack(1).max_len(len(data))


def test_chunk_equals_into_another_buffer():
    for channels, rows, data in every_case():
        pack, n = Blockpack(channels), len(data)
        apart = bytearray(pack.max_len(n))
        size = pack.encode_into(data, apart)
        lead = lead_of(rows, channels)
        place = Guarded(lead + n, at=lead & 1)
        place.view[lead:] = data
        chunk = Chunk(place.view, lead)
        pack(chunk)
        assert chunk.view == apart[:size] and (chunk.rows, chunk.enc) == (rows, 1) and place.intact()


def test_chunk_with_one_byte_less():
    for channels, rows, data in every_case():
        if rows:
            lead = lead_of(rows, channels) - 1
            place = Guarded(lead + len(data), at=lead & 1)
            place.view[lead:] = data
            before = bytes(place.view)
            chunk = Chunk(place.view, lead)
            refuses("window", ValueError, Blockpack(channels).encode, chunk)
            assert place.view == before and place.intact()
            assert (chunk.start, chunk.rows, chunk.enc) == (lead, 0, 0)


def test_room_in_front_is_needed_to_the_byte():
    """With one byte less the kernel, asked past its wrapper, spoils what it has yet to read."""
    for channels in range(1, 10):
        for rows in ROWS[2:]:
            data = Random(channels).bytes(2 * rows * channels)
            apart = bytearray(len(data) + widths_size(rows, channels))
            size = Blockpack(channels).encode_into(data, apart)
            start = lead_of(rows, channels) + 2 & ~1
            memory = memoryview(bytearray(start + len(data)))
            source = memory[start:]
            for less in (False, True):
                source[:] = data
                out = memory[start - lead_of(rows, channels) + less :]
                kernels.blockpack.pack(source, out, rows, channels)
                if rows % 8 == 2 or not less:  # a last block of one row leaves nothing to spare
                    assert (out[:size] == apart[:size]) != less, (channels, rows, less)


def test_chunk_there_and_back():
    for channels, rows, data in every_case():
        n = len(data)
        pack = Unblockpack(channels)
        lead = n + 2  # two bytes a sample and one to reach an even address, wherever the packed rows start
        place = Guarded(lead + pack.max_len(n))
        place.view[lead : lead + n] = data
        chunk = Chunk(place.view, lead, pack.max_len(n) - n)
        pack.encode(chunk)
        after = bytes(chunk.view)
        start = chunk.start
        if start < n:
            refuses("window", ValueError, pack.decode, chunk)
            assert chunk.start == start and chunk.view == after
            # Moved back to where the samples were: now there is the room.
            place.view[lead : lead + len(after)] = after
            chunk.set(lead, lead + len(after))
        pack.decode(chunk)
        assert chunk.view == data and (chunk.rows, chunk.enc) == (rows, 0) and place.intact()


def test_decodes_so_many_rows_of_a_larger_buffer():
    out = Guarded(100)
    assert Unblockpack(3).decode_into(PACKED, out.view, 10) == 60
    assert out.view[:6] == PACKED[:6]
    for rows, place in ((0, 0), (1, 6), (2, 10), (9, 23), (11, 28), (16, 28)):
        error = raises(DecodeError, Unblockpack(3).decode_into, PACKED, out.view, rows)
        assert str(error) == "blockpack: 28 bytes are not %d rows, broken at byte %d" % (rows, place), error
    refuses("rows", ValueError, Unblockpack(3).decode_into, PACKED, out.view, -1)
    for rows in (1.5, 10.0, "10"):
        refuses("rows", TypeError, Unblockpack(3).decode_into, PACKED, out.view, rows)
    assert out.intact()
    chunk = Chunk(bytearray(62) + PACKED, 62)
    chunk.rows = -1
    refuses("rows", ValueError, Unblockpack(3).decode, chunk)
    assert chunk.view == PACKED


def test_more_rows_than_the_payload_can_hold():
    """The count comes from outside: not the room is wrong then, but the data."""
    for channels, rows, payload, place in (
        (1, 65535, b"abc", 2),
        (1, 65535, b"", 0),
        (9, 65535, bytes(200), 198),
        (1, 1500, bytes(180), 180),  # that would hold 1,425 rows
        (1, 1000000000, bytes(3), 3),
        (255, 1000000000, bytes(900), 894),
    ):
        pack, out = Unblockpack(channels), bytearray(b"\xee" * 64)
        error = raises(DecodeError, pack.decode_into, payload, out, rows)
        told = "blockpack: %d bytes are not %d rows, broken at byte %d" % (len(payload), rows, place)
        assert str(error) == told and out == b"\xee" * 64, (error, told)
        chunk = Chunk(bytearray(64) + payload, 64)
        chunk.rows = rows
        error = raises(DecodeError, pack.decode, chunk)
        assert str(error) == told and chunk.view == payload and chunk.start == 64
    for rows in (1 << 32, (1 << 32) + 1, 1 << 64):
        raises(DecodeError, Unblockpack(1).decode_into, b"ab", bytearray(64), rows)
    # what it does hold is held to the room
    refuses("dst", ValueError, Unblockpack(1).decode_into, bytes(180), bytearray(64), 1425)
    chunk = Chunk(bytearray(64 + 180), 64)
    chunk.rows = 1425
    refuses("window", ValueError, Unblockpack(1).decode, chunk)


def test_truncated_or_longer_is_refused_before_a_write():
    for channels, rows, data in every_case():
        if rows not in (1, 9, 17):
            continue
        pack = Unblockpack(channels)
        packed = bytearray(pack.max_len(len(data)) + 1)
        size = pack.encode_into(data, packed)
        out = Guarded(len(data))
        before = bytes(out.view)
        for n in range(size + 2):
            if n != size and n <= len(packed):
                raises(DecodeError, pack.decode_into, packed[:n], out.view)
        chunk = Chunk(bytearray(len(data) + 2) + packed[: size - 1], len(data) + 2)
        chunk.rows = rows
        raises(DecodeError, pack.decode, chunk)
        assert len(chunk.view) == size - 1 and out.view == before and out.intact()


def test_an_unused_half_of_a_byte_that_is_not_zero_is_refused():
    packed, out = bytearray(PACKED), bytearray(60)
    for place in (7, 24):  # the widths of z, of either block
        packed[place] |= 0x10
        error = raises(DecodeError, Unblockpack(3).decode_into, packed, out)
        assert str(error) == "blockpack: 28 bytes are not 10 rows, broken at byte %d" % (place - 1)  # where they start
        packed[place] &= 0x0F
    assert out == bytes(60) and Unblockpack(3).decode_into(packed, out) == 60


def test_garbage():
    random = Random(9)
    for _ in range(400 if MICROPYTHON else 20000):
        channels, rows = 1 + random.below(5), random.below(12)
        data = random.bytes(random.below(2 * rows * channels + 12), 1 + random.below(256))
        out = Guarded(2 * rows * channels)
        before = bytes(out.view)
        try:
            Unblockpack(channels).decode_into(data, out.view)
        except DecodeError:
            assert out.view == before
        assert out.intact()


def test_wrong_arguments_change_nothing():
    pack = Unblockpack(2)
    data = bytes(Random(10).bytes(24))
    out = Guarded(30)
    for source in (None, 5, "text", [1, 2], 1.5):
        refuses("src", TypeError, pack.encode_into, source, out.view)
        refuses("src", TypeError, pack.decode_into, source, out.view)
    for target in (None, 5, "text", [0] * 30, bytes(30), memoryview(bytes(30))):
        refuses("dst", TypeError, pack.encode_into, data, target)
        refuses("dst", TypeError, pack.decode_into, data, target)
    for n in (1, 2, 3, 5, 23):
        refuses("src", ValueError, pack.encode_into, data[:n], out.view)
        refuses("dst", ValueError, pack.decode_into, data, out.view[:n])
        refuses("chunk", ValueError, pack.encode, Chunk(bytearray(40), 40 - n))
    odd = Guarded(24, at=1)
    refuses("src", ValueError, pack.encode_into, odd.view, out.view)
    packed = bytearray(30)
    size = pack.encode_into(data, packed)
    refuses("dst", ValueError, pack.decode_into, packed[:size], odd.view)
    refuses("chunk", ValueError, pack.encode, Chunk(memoryview(bytearray(41)), 17))
    for channels in (0, -1, 256):
        refuses("channels", ValueError, Blockpack, channels)
    assert Guarded(30).view == out.view and out.intact() and odd.intact()


def test_overlaps():
    pack = Unblockpack(2)
    data = bytes(Random(11).bytes(40))
    apart = bytearray(pack.max_len(40))
    size = pack.encode_into(data, apart)
    memory = memoryview(bytearray(160))
    for shift in range(-44, 60, 2):  # bytes from dst to src
        source, out = memory[60 + shift : 100 + shift], memory[60 : 60 + len(apart)]
        source[:] = data
        before = bytes(memory)
        if -40 < shift < pack.headroom(40):
            refuses("dst", ValueError, pack.encode_into, source, out)
            assert memory == before
        else:
            assert pack.encode_into(source, out) == size and out[:size] == apart[:size], shift
    for shift in range(-size - 2, 44):
        source, out = memory[60 + shift : 60 + shift + size], memory[60:100]
        source[:] = apart[:size]
        before = bytes(memory)
        if -size < shift < 40:
            refuses("dst", ValueError, pack.decode_into, source, out)
            assert memory == before
        else:
            assert pack.decode_into(source, out) == 40 and out == data, shift
