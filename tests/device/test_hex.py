"""Hex: the vectors of RFC 4648, every room to the byte, digits in any pieces, and what is no digit."""

from helpers import Guarded, Random, raises, refuses

from memchunk import Chunk, DecodeError, Hex, HexDecoder

lower, upper = Hex(), Hex(upper=True)

# RFC 4648, section 10.
EXAMPLES = (
    (b"", b""),
    (b"f", b"66"),
    (b"fo", b"666F"),
    (b"foo", b"666F6F"),
    (b"foob", b"666F6F62"),
    (b"fooba", b"666F6F6261"),
    (b"foobar", b"666F6F626172"),
)
LENGTHS = (0, 1, 2, 3, 17, 64, 255)


def lower_case(digits):
    return bytes(digits).decode().lower().encode()


def encoded(data, codec=lower):
    out = bytearray(codec.max_len(len(data)))
    return bytes(out[: codec.encode_into(data, out)])


def test_published_vectors():
    out = bytearray(12)
    for data, digits in EXAMPLES:
        assert encoded(data, upper) == digits and encoded(data) == lower_case(digits)
        for given in (digits, lower_case(digits)):
            assert out[: lower.decode_into(given, out)] == data
            assert out[: upper.decode_into(given, out)] == data


def test_every_byte_and_every_character():
    data = bytes(range(256))
    out = bytearray(256)
    assert encoded(data) == b"".join([b"%02x" % byte for byte in data])
    assert lower.decode_into(encoded(data), out) == 256 and out == data
    digits = b"0123456789abcdefABCDEF"
    for byte in range(256):
        for text, place in ((bytes((byte, 48)), 0), (bytes((48, byte)), 1)):
            if byte in digits:
                assert lower.decode_into(text, out) == 1 and out[0] == int(text.decode(), 16)
            else:
                error = raises(DecodeError, lower.decode_into, text, out)
                assert str(error) == "hex: broken at byte %d" % place


def test_lengths_into_just_the_room():
    for n in LENGTHS:
        data = bytes(Random(n).bytes(n))
        assert (lower.max_len(n), lower.headroom(n), lower.tailroom(n)) == (2 * n, n, 0)
        room, back = Guarded(2 * n, at=n % 3), Guarded(n)
        assert lower.encode_into(data, room.view) == 2 * n and room.intact()
        digits = bytes(room.view)
        assert lower.decode_into(digits, back.view) == n
        assert back.view == data and back.intact()
        if n:
            refuses("dst", ValueError, lower.encode_into, data, room.view[:-1])
            refuses("dst", ValueError, lower.decode_into, digits, back.view[:-1])
            assert room.view == digits and back.view == data


def test_chunk_equals_into_another_buffer():
    for n in LENGTHS:
        data = bytes(Random(n).bytes(n))
        place = Guarded(2 * n, at=1)
        chunk = Chunk(place.view, n)
        payload = chunk.view
        payload[:] = data
        lower(chunk)
        assert chunk.view == encoded(data) and place.intact()
        lower.decode(chunk)
        assert chunk.view == data and place.intact()
        if n:
            before = bytes(place.view)
            chunk = Chunk(place.view, n - 1)
            chunk.trim(1)
            refuses("window", ValueError, lower.encode, chunk)
            assert (chunk.start, chunk.stop) == (n - 1, 2 * n - 1) and place.view == before


def test_overlaps():
    data = bytes(Random(3).bytes(30))
    digits = encoded(data)
    memory = memoryview(bytearray(300))
    for shift in range(-65, 65):  # bytes from dst to src
        source, out = memory[100 + shift : 130 + shift], memory[100:160]
        source[:] = data
        before = bytes(memory)
        if -30 < shift < 30:
            refuses("dst", ValueError, lower.encode_into, source, out)
            assert memory == before
        else:
            assert lower.encode_into(source, out) == 60 and out == digits, shift
        source, out = memory[100 + shift : 160 + shift], memory[100:130]
        source[:] = digits
        before = bytes(memory)
        if -60 < shift < 0:
            refuses("dst", ValueError, lower.decode_into, source, out)
            assert memory == before
        else:
            assert lower.decode_into(source, out) == 30 and out == data, shift


def test_wrong_arguments():
    out = bytearray(b"\xee" * 20)
    for call in (lower.encode_into, lower.decode_into, HexDecoder().decode_into):
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out)
        for target in (None, 5, "text", [0] * 20, b"12345678901234567890", memoryview(b"0" * 20)):
            refuses("dst", TypeError, call, b"2a", target)
    assert out == b"\xee" * 20


def test_an_odd_number_of_digits():
    out = bytearray(b"\xee" * 4)
    for text in (b"2", b"2a3", b"2a2b3"):
        error = raises(DecodeError, lower.decode_into, text, out)
        assert str(error) == "hex: broken at byte %d" % len(text) and out == b"\xee" * 4
        chunk = Chunk(bytearray(text))
        raises(DecodeError, lower.decode, chunk)
        assert (chunk.start, chunk.stop) == (0, len(text)) and chunk.view == text


def test_an_error_leaves_nothing_behind():
    out = bytearray(4)
    raises(DecodeError, lower.decode_into, b"2a3x", out)
    assert out[0] == 0x2A
    assert lower.decode_into(b"4b5c", out) == 2 and out[:2] == b"\x4b\x5c"


def test_digits_in_any_pieces():
    random = Random(4)
    data = bytes(random.bytes(60))
    digits = encoded(data)
    for longest in (1, 2, 3, 7, 130):
        decoder, got, at = HexDecoder(), b"", 0
        while at < len(digits):
            n = min(random.below(longest + 1), len(digits) - at)
            room = Guarded((n + 1) // 2)
            size = decoder.decode_into(digits[at : at + n], room.view)
            assert room.intact()
            got += bytes(room.view[:size])
            at += n
        decoder.finish()
        assert got == data


def test_decoder_ends_and_starts_anew():
    decoder, out = HexDecoder(), bytearray(4)
    decoder.finish()
    assert decoder.decode_into(b"2a3", out) == 1
    refuses("dst", ValueError, decoder.decode_into, b"b4c5", bytearray(1))
    assert str(raises(DecodeError, decoder.finish)) == "hex: ends within a byte, at byte 0"
    decoder.finish()
    assert decoder.decode_into(b"3", out) == 0
    error = raises(DecodeError, decoder.decode_into, b"4g", out)
    assert str(error) == "hex: broken at byte 1" and out[0] == 0x34
    assert decoder.decode_into(b"5b", out) == 1 and out[0] == 0x5B
    assert decoder.decode_into(b"3", out) == 0
    decoder.reset()
    decoder.finish()


def test_decoder_in_place():
    memory = bytearray(b"4b5c6")
    decoder = HexDecoder()
    assert decoder.decode_into(b"3", bytearray(1)) == 0
    assert decoder.decode_into(memory, memory) == 3
    assert memory[:3] == b"\x34\xb5\xc6"
    decoder.finish()
