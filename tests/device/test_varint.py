"""Varint: published vectors, every room to the byte, pieces, and bytes that are no LEB128."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, DecodeError, Delta, Varint, Zigzag

COUNTS = (0, 1, 2, 3, 4, 5, 7, 8, 9, 41)
# DWARF version 5, section 7.6, examples of unsigned LEB128; Protocol Buffers, "Encoding", Base 128 varints.
VECTORS = (
    (2, b"\x02"),
    (127, b"\x7f"),
    (128, b"\x80\x01"),
    (129, b"\x81\x01"),
    (12857, b"\xb9\x64"),
    (1, b"\x01"),
    (150, b"\x96\x01"),
    (300, b"\xac\x02"),
)
# WebAssembly's LEB128 and that of protobuf agree on the largest.
LARGEST = {2: b"\xff\xff\x03", 4: b"\xff\xff\xff\xff\x0f"}


def items(values, itemsize):
    """Little-endian."""
    made = bytearray(itemsize * len(values))
    for i, value in enumerate(values):
        for at in range(itemsize):
            made[itemsize * i + at] = value >> 8 * at & 0xFF
    return made


def encoded(data, itemsize):
    """By the definition: seven bits a time while any are left."""
    out = bytearray()
    for at in range(0, len(data), itemsize):
        value = sum(data[at + i] << 8 * i for i in range(itemsize))
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
    return bytes(out)


def shapes(count, itemsize):
    """Data of `count` items: the shortest, the longest, and any."""
    random = Random(count)
    yield bytearray(itemsize * count)
    yield bytearray(b"\xff" * (itemsize * count))
    data = random.bytes(itemsize * count)
    for at in range(0, len(data), itemsize):
        for above in range(at + random.below(itemsize + 1), at + itemsize):
            data[above] = 0
    yield data


def every_case():
    for itemsize in (2, 4):
        for count in COUNTS:
            for data in shapes(count, itemsize):
                yield itemsize, data


def test_published_vectors():
    out, back = bytearray(8), bytearray(4)
    for itemsize in (2, 4):
        codec = Varint(itemsize)
        for value, code in VECTORS + ((sum(255 << 8 * i for i in range(itemsize)), LARGEST[itemsize]),):
            data = items([value], itemsize)
            assert codec.encode_into(data, out) == len(code) and out[: len(code)] == code, value
            assert codec.decode_into(code, back) == itemsize and back[:itemsize] == data, value


def test_edges_of_every_length():
    out = bytearray(5)
    for itemsize in (2, 4):
        for bits in range(8 * itemsize + 1):
            for value in (1 << bits) - 1, 1 << bits:
                if value >> 8 * itemsize:
                    continue
                data = items([value], itemsize)
                code = encoded(data, itemsize)
                codec = Varint(itemsize)
                assert codec.encode_into(data, out) == len(code) and out[: len(code)] == code
                assert codec.decode_into(code, out) == itemsize and out[:itemsize] == data


def test_every_16_bit_value():
    step = 37 if MICROPYTHON else 1
    data = items(range(0, 65536, step), 2)
    out, back = bytearray(3 * len(data)), bytearray(len(data))
    codec = Varint()
    n = codec.encode_into(data, out)
    assert out[:n] == encoded(data, 2)
    assert codec.decode_into(memoryview(out)[:n], back) == len(data) and back == data


def test_into_just_the_room_and_back():
    for itemsize, data in every_case():
        codec, n, count = Varint(itemsize), len(data), len(data) // itemsize
        code = encoded(data, itemsize)
        assert codec.max_len(n) == n + count and codec.headroom(n) == count and codec.tailroom(n) == 0
        room = Guarded(n + count, at=count % 3)
        assert codec.encode_into(data, room.view) == len(code)
        assert room.view[: len(code)] == code and room.intact()
        back = Guarded(n)
        assert codec.decode_into(code, back.view) == n
        assert back.view == data and back.intact()
        if count:
            refuses("dst", ValueError, codec.encode_into, data, room.view[: n + count - 1])
            refuses("dst", ValueError, codec.decode_into, code, back.view[: n - 1])
            assert room.view[: len(code)] == code and back.view == data


def test_chunk_in_just_the_room_and_back():
    for itemsize, data in every_case():
        codec, n = Varint(itemsize), len(data)
        lead = codec.headroom(n)
        for odd in (0, 1):  # where the encoded bytes start
            place = Guarded(odd + lead + n, at=lead + odd & 1)
            chunk = Chunk(place.view, odd + lead)
            chunk.view[:] = data
            codec(chunk)
            assert chunk.view == encoded(data, itemsize) and chunk.start == odd and place.intact()


def test_chunk_decodes_in_just_the_room():
    for itemsize, data in every_case():
        codec, n = Varint(itemsize), len(data)
        code = encoded(data, itemsize)
        lead = n // itemsize * (itemsize - 1)
        lead += lead & 1
        place = Guarded(lead + len(code))
        place.view[lead:] = code
        chunk = Chunk(place.view, lead)
        codec.decode(chunk)
        assert chunk.view == data and chunk.start == 0 and place.intact()
        if lead:
            place.view[lead:] = code
            before = bytes(place.view)
            chunk = Chunk(place.view[2:], lead - 2)
            refuses("window", ValueError, codec.decode, chunk)
            assert place.view == before and chunk.start == lead - 2


def test_room_in_front_is_needed_to_the_byte():
    """With one byte less the kernel, asked past its wrapper, writes behind the chunk; with two it spoils its input."""
    from memchunk import kernels

    for itemsize in (2, 4):
        data = b"\xff" * (9 * itemsize)
        kernel = kernels.varint.encode16 if itemsize == 2 else kernels.varint.encode32
        apart = encoded(data, itemsize)
        for lead in (9, 8, 7):
            memory = memoryview(bytearray(10) + data + b"\0\0")
            kernel(memory[10:], memory[10 - lead :], 9)
            assert (memory[10 - lead :][: len(apart)] == apart) == (lead > 7), lead
            assert (memory[10 + len(data)] == 0) == (lead == 9), lead


def test_in_pieces():
    random = Random(9)
    for itemsize in (2, 4):
        codec = Varint(itemsize)
        for data in shapes(60, itemsize):
            joined, at = bytearray(), 0
            out = bytearray(400)
            while at < len(data):
                some = itemsize * (1 + random.below(9))
                joined += out[: codec.encode_into(data[at : at + some], out)]
                at += some
            assert joined == encoded(data, itemsize)
            back, at = bytearray(), 0
            while at < len(joined):
                some = 1 + random.below(9)
                while joined[at : at + some][-1] > 127:
                    some += 1
                back += out[: codec.decode_into(joined[at : at + some], out)]
                at += some
            assert back == data


def test_chain_of_differences():
    rows = items((1000, 65536 - 5, 1001, 65536 - 5, 999, 32767), 2)
    chunk = Chunk(bytearray(6) + rows, 6)
    chain = (Delta(2), Zigzag(), Varint())
    for stage in chain:
        stage(chunk)
    assert chunk.view == b"\xd0\x0f\x09\x02\x00\x03\xf7\xff\x03"  # the last: 32772 wraps to -32764, which is 65527
    chunk = Chunk(bytearray(12) + bytes(chunk.view), 12)
    for stage in (chain[2], chain[1], chain[0]):
        stage.decode(chunk)
    assert chunk.view == rows


def test_broken_input_says_where():
    for itemsize, broken, what in (
        (2, b"\x80", "truncated at byte 1"),
        (2, b"\x01\x80\x80", "truncated at byte 3"),
        (2, b"\xff" * 40, "truncated at byte 40"),
        (2, b"\x05\x80\x00", "broken at byte 1"),  # 0 in two bytes
        (2, b"\x85\x80\x00", "broken at byte 0"),
        (2, b"\xff\xff\x04", "broken at byte 0"),  # 17 bits
        (2, b"\x07\x07\xff\xff\x7f", "broken at byte 2"),
        (2, b"\x80\x80\x80\x01", "broken at byte 0"),
        (4, b"\xff\xff\xff\xff\x10", "broken at byte 0"),
        (4, b"\x01\x80\x80\x80\x80\x80\x01", "broken at byte 1"),
        (4, b"\x80\x80\x80\x80\x00", "broken at byte 0"),
        (4, b"\x80\x80\x00", "broken at byte 0"),
        (4, b"\x01\x80", "truncated at byte 2"),
    ):
        for more in (0, 5, 20):  # further on, where several go at once
            out = Guarded(160)
            given = b"\x01" * more + broken
            kind, _, place = what.rpartition(" ")
            error = raises(DecodeError, Varint(itemsize).decode_into, given, out.view)
            assert str(error) == "varint: %s %d" % (kind, int(place) + more), (error, given)
            assert out.intact()
            chunk = Chunk(bytearray(100) + given, 100)
            raises(DecodeError, Varint(itemsize).decode, chunk)
            assert (chunk.start, chunk.stop) == (100, 100 + len(given))


def test_garbage():
    """Decoded it encodes to what it was, or it is refused."""
    random = Random(5)
    for itemsize in (2, 4):
        codec, again, answers = Varint(itemsize), bytearray(400), 0
        for _ in range(200 if MICROPYTHON else 10000):
            data = random.bytes(1 + random.below(30), 2 + random.below(255))
            out = Guarded(len(data) * itemsize)
            try:
                n = codec.decode_into(data, out.view)
                assert again[: codec.encode_into(out.view[:n], again)] == data
                answers += 1
            except DecodeError:
                pass
            assert out.intact()
        assert answers > 20


def test_overlaps():
    data = Random(3).bytes(20)
    code = encoded(data, 2)
    memory = memoryview(bytearray(140))
    codec = Varint()
    for shift in range(-34, 34):  # bytes from dst to src
        source, out = memory[60 : 60 + 20], memory[60 - shift : 60 - shift + 30]
        source[:] = data
        before = bytes(memory)
        if -20 < shift < 10:
            refuses("dst", ValueError, codec.encode_into, source, out)
            assert memory == before
        else:
            assert codec.encode_into(source, out) == len(code) and out[: len(code)] == code, shift
    for shift in range(-34, 34):
        source, out = memory[60 - shift & ~1 :][: len(code)], memory[60:80]
        source[:] = code
        before = bytes(memory)
        if -len(code) < -(shift + (shift & 1)) < 10:
            refuses("dst", ValueError, codec.decode_into, source, out)
            assert memory == before
        else:
            assert codec.decode_into(source, out) == 20 and out == data, shift


def test_wrong_arguments_change_nothing():
    codec = Varint()
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
    refuses("src", ValueError, Varint(4).encode_into, data[:10], bytearray(40))
    refuses("dst", ValueError, codec.decode_into, data, out.view)
    for itemsize in (0, 1, 3, 8, -2):
        refuses("itemsize", ValueError, Varint, itemsize)
    chunk = Chunk(bytearray(31), 20)
    refuses("chunk", ValueError, codec.encode, chunk)
    refuses("chunk", ValueError, codec.encode, Chunk(bytearray(31), 21))
    refuses("window", ValueError, codec.encode, Chunk(bytearray(30), 8))
    assert (chunk.start, chunk.stop) == (20, 31)
