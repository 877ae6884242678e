"""SLIP: what RFC 1055 says of each byte, every room to the byte, packets in any pieces, and noise between them."""

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, DecodeError, Slip, SlipDecoder

END = b"\300"  # the RFC counts in octal
slip, bare = Slip(), Slip(flush=False)

# RFC 1055, "Protocol": END is sent as ESC and octal 334, ESC as ESC and octal 335, and an END ends the packet.
EXAMPLES = (
    (b"", b""),
    (b"a", b"a"),
    (b"\300", b"\333\334"),
    (b"\333", b"\333\335"),
    (b"\333\334", b"\333\335\334"),
    (b"\334\335", b"\334\335"),
    (b"\300\300a\333b", b"\333\334\333\334a\333\335b"),
)
LENGTHS = (0, 1, 2, 3, 17, 64, 255, 256, 500)


def shapes(n):
    """Data of `n` bytes: all of it to be escaped, none, and mixed."""
    yield END * n
    yield b"a" * n
    yield mixed(n, n)


def mixed(seed, n):
    random = Random(seed)
    return bytes([b"\300\333\334\335a\0"[random.below(6)] for _ in range(n)])


def encoded(codec, data):
    out = bytearray(codec.max_len(len(data)))
    return bytes(out[: codec.encode_into(data, out)])


def read(reader, data, pieces):
    """The packets of `data`, fed in pieces of the sizes given, again and again."""
    got, at, turn = [], 0, 0
    while at < len(data):
        room = reader.claim()
        n = min(len(room), len(data) - at, pieces[turn % len(pieces)])
        assert n > 0, "no room to go on"
        room[:n] = data[at : at + n]
        reader.commit(n)
        at, turn = at + n, turn + 1
        while reader.next():
            got.append(bytes(reader.payload))
    return got


def test_what_the_rfc_says():
    out = bytearray(40)
    for data, escaped in EXAMPLES:
        for codec, lead in ((slip, END), (bare, b"")):
            assert encoded(codec, data) == lead + escaped + END
            for source in (escaped + END, END + escaped + END, END * 5 + escaped + END):
                assert out[: codec.decode_into(source, out)] == data, source


def test_lengths_into_just_the_room():
    for n in LENGTHS:
        for data in shapes(n):
            for codec, lead in ((slip, 1), (bare, 0)):
                assert codec.max_len(n) == 2 * n + 1 + lead and codec.headroom(n) == n + 1 + lead
                assert codec.tailroom(n) == 0
                room = Guarded(2 * n + 1 + lead, at=n % 3)
                size = codec.encode_into(data, room.view)
                sent = bytes(room.view[:size])
                assert END not in sent[lead:-1] and room.intact()
                back = Guarded(size - 1)
                assert codec.decode_into(sent, back.view) == n
                assert back.view[:n] == data and back.intact()
                refuses("dst", ValueError, codec.encode_into, data, room.view[:-1])
                assert room.view[:size] == sent
                if size > 1:
                    refuses("dst", ValueError, codec.decode_into, sent, back.view[:-1])
                    assert back.view[:n] == data


def test_bound_is_reached():
    for n in LENGTHS:
        assert len(encoded(slip, END * n)) == slip.max_len(n)
        assert len(encoded(bare, END * n)) == bare.max_len(n)


def test_chunk_equals_into_another_buffer():
    for n in LENGTHS:
        for data in shapes(n):
            for codec in (slip, bare):
                lead = codec.headroom(n)
                place = Guarded(lead + n, at=1)
                chunk = Chunk(place.view, lead)
                payload = chunk.view
                payload[:] = data
                codec(chunk)
                assert chunk.view == encoded(codec, data) and place.intact()
                codec.decode(chunk)
                assert chunk.view == data and place.intact()


def test_chunk_with_one_byte_less():
    for n in LENGTHS:
        place = Guarded(slip.headroom(n) - 1 + n)
        before = bytes(place.view)
        chunk = Chunk(place.view, slip.headroom(n) - 1)
        refuses("window", ValueError, slip.encode, chunk)
        assert (chunk.start, chunk.stop) == (slip.headroom(n) - 1, len(before))
        assert place.view == before and place.intact()


def test_overlaps():
    data = mixed(3, 50)
    sent = encoded(slip, data)
    memory = memoryview(bytearray(500))
    for shift in range(-110, 110):  # bytes from dst to src
        source, out = memory[200 + shift : 250 + shift], memory[200:302]
        source[:] = data
        if -50 < shift < 52:
            before = bytes(memory)
            refuses("dst", ValueError, slip.encode_into, source, out)
            assert memory == before
        else:
            assert out[: slip.encode_into(source, out)] == sent, shift
        source, out = memory[200 + shift : 200 + shift + len(sent)], memory[200:300]
        source[:] = sent
        if -len(sent) < shift < 0:
            before = bytes(memory)
            refuses("dst", ValueError, slip.decode_into, source, out)
            assert memory == before
        else:
            assert out[: slip.decode_into(source, out)] == data, shift


def test_wrong_arguments():
    out = bytearray(b"\xee" * 20)
    for call in (slip.encode_into, slip.decode_into):
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out)
        for target in (None, 5, "text", [0] * 20, b"12345678901234567890", memoryview(b"0" * 20)):
            refuses("dst", TypeError, call, b"a\300", target)
    assert out == b"\xee" * 20
    for size in (1, 0, -1):
        refuses("size", ValueError, SlipDecoder, size)


def test_broken_input_says_where():
    out = bytearray(10)
    cases = (
        (b"", 0),  # truncated
        (b"a", 1),
        (b"a\333", 2),
        (b"\300a", 2),
        (b"a\300b", 3),
        (b"ab\333c\300", 3),  # an ESC before another byte
        (b"\333\333\334\300", 1),
        (b"\333\300", 1),
        (b"a\300b\300", 2),  # more than a packet
        (b"a\300\300", 2),
    )
    for broken, place in cases:
        error = raises(DecodeError, slip.decode_into, broken, out)
        assert str(error) == "SLIP: broken at byte %d" % place, (broken, error)
        chunk = Chunk(bytearray(broken))
        raises(DecodeError, slip.decode, chunk)
        assert (chunk.start, chunk.stop) == (0, len(broken))


def test_truncated_at_every_length():
    sent = encoded(slip, mixed(4, 200))
    out = Guarded(len(sent))
    for n in range(len(sent)):
        if n != 1:  # an END alone is an empty packet
            raises(DecodeError, slip.decode_into, sent[:n], out.view)
        assert out.intact()


def test_garbage():
    """Decoded it encodes to what it was, or it is refused."""
    random = Random(5)
    for _ in range(400 if MICROPYTHON else 20000):
        data = mixed(random.below(30000), random.below(9)) + END
        out = Guarded(len(data) - 1)
        try:
            n = slip.decode_into(data, out.view)
        except DecodeError:
            pass
        else:
            again = encoded(bare, out.view[:n])
            assert data[len(data) - len(again) :] == again and data[: -len(again)] == END * (len(data) - len(again))
        assert out.intact()


def test_packets_in_any_pieces():
    packets = [data for n in (1, 2, 5, 31) for data in shapes(n)]
    line = b"".join(encoded(slip if i % 3 else bare, packet) for i, packet in enumerate(packets))
    random = Random(6)
    for pieces in [(len(line),), (1,), (2,), (3, 1)] + [[1 + random.below(40) for _ in range(7)] for _ in range(20)]:
        reader = SlipDecoder(bare.max_len(31))
        assert read(reader, line, pieces) == packets, pieces
        assert (reader.good, reader.bad) == (len(packets), 0)


def test_what_is_broken_is_counted_and_the_next_is_read():
    cases = (
        (b"a\300\333b\300c\300", [b"a", b"c"], 1),  # an ESC before another byte
        (b"a\333\300b\300", [b"b"], 1),  # one before the END
        (b"123456789\300b\300", [b"b"], 1),  # too long by one
        (b"12345678\300b\300", [b"12345678", b"b"], 0),
        (b"1" * 40 + b"\300\300b\300", [b"b"], 1),
        (b"1" * 40 + b"\300" + b"2" * 9 + b"\300b\300", [b"b"], 2),
        (b"\333\334" * 4 + b"\300b\300", [b"\300" * 4, b"b"], 0),  # size counts bytes on the line
        (b"\333\334" * 5 + b"\300b\300", [b"b"], 1),
        (b"\300\300\300", [], 0),
        (b"noise\300\300b\300c", [b"noise", b"b"], 0),
    )
    for line, packets, bad in cases:
        for pieces in ((99,), (1,), (2,), (5, 3), (7,)):
            reader = SlipDecoder(9)
            assert read(reader, line, pieces) == packets, (line, pieces)
            assert (reader.good, reader.bad) == (len(packets), bad), (line, pieces)


def test_reader_keeps_to_its_memory():
    """Whatever comes, a claim is within the memory, and what was claimed is all that can be committed."""
    reader = SlipDecoder(7)
    random = Random(8)
    for _ in range(500):
        room = reader.claim()
        assert 0 <= len(room) <= 7
        refuses("n", ValueError, reader.commit, len(room) + 1)
        refuses("n", ValueError, reader.commit, -1)
        n = random.below(len(room) + 1)
        room[:n] = mixed(random.below(3000), n)
        reader.commit(n)
        if random.below(3):
            while reader.next():
                assert 0 < len(reader.payload) < 7
    reader.next()
    assert len(reader.claim()) > 0 and reader.good > 20 and reader.bad > 20


def test_packet_stays_until_the_next_call():
    reader = SlipDecoder(8)
    room = reader.claim()
    room[:8] = b"abc\300de\300f"
    reader.commit(8)
    assert len(reader.claim()) == 0  # nothing was looked at yet
    assert reader.next() and reader.payload == b"abc" and reader.payload == b"abc"
    assert reader.next() and reader.payload == b"de"
    assert not reader.next()
    assert len(reader.claim()) == 7
