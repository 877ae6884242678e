"""Base64: the vectors of RFC 4648, every room to the byte, pieces of any length, and all that strict refuses."""

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Base64, Base64Decoder, Base64Encoder, Chunk, DecodeError

codec = Base64()
FORMS = [(urlsafe, padding) for urlsafe in (False, True) for padding in (True, False)]

# RFC 4648, section 10.
EXAMPLES = (
    (b"", b""),
    (b"f", b"Zg=="),
    (b"fo", b"Zm8="),
    (b"foo", b"Zm9v"),
    (b"foob", b"Zm9vYg=="),
    (b"fooba", b"Zm9vYmE="),
    (b"foobar", b"Zm9vYmFy"),
)
# RFC 4648, section 9, and the same by the alphabet of section 5.
ILLUSTRATIONS = (
    (b"\x14\xfb\x9c\x03\xd9\x7e", b"FPucA9l+", b"FPucA9l-"),
    (b"\x14\xfb\x9c\x03\xd9", b"FPucA9k=", b"FPucA9k="),
    (b"\x14\xfb\x9c\x03", b"FPucAw==", b"FPucAw=="),
    (b"\xff\xff\xff", b"////", b"____"),
)
LENGTHS = (0, 1, 2, 3, 4, 5, 6, 17, 64, 254, 255, 256)


def encoded(data, codec=codec):
    out = bytearray(codec.max_len(len(data)))
    return bytes(out[: codec.encode_into(data, out)])


def decoded(digits, codec=codec):
    out = bytearray(len(digits))
    return bytes(out[: codec.decode_into(digits, out)])


def test_published_vectors():
    plain, url, bare = Base64(), Base64(urlsafe=True), Base64(padding=False)
    for data, digits in EXAMPLES:
        for form in (plain, url):
            assert encoded(data, form) == digits and decoded(digits, form) == data
        assert encoded(data, bare) == digits.rstrip(b"=") and decoded(digits.rstrip(b"="), bare) == data
    for data, digits, safe in ILLUSTRATIONS:
        assert encoded(data, plain) == digits and decoded(digits, plain) == data
        assert encoded(data, url) == safe and decoded(safe, url) == data
        if digits != safe:
            raises(DecodeError, plain.decode_into, safe, bytearray(9))
            raises(DecodeError, url.decode_into, digits, bytearray(9))


def test_every_character():
    alphabet = encoded(bytes([0x00, 0x10, 0x83, 0x10, 0x51, 0x87]))  # begins as the alphabet does
    assert alphabet == b"ABCDEFGH"
    for urlsafe, last in ((False, b"+/"), (True, b"-_")):
        form = Base64(urlsafe)
        digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + last
        for byte in range(256):
            for place in range(4):
                text = bytearray(b"AAAAAAAA")
                text[4 + place] = byte
                if byte in digits:
                    value = digits.find(bytes((byte,))) << 18 - 6 * place
                    assert decoded(text, form) == bytes((0, 0, 0, value >> 16, value >> 8 & 255, value & 255))
                elif byte != 61 or place < 3:
                    error = raises(DecodeError, form.decode_into, text, bytearray(6))
                    wrong = place + 1 if byte == 61 and place == 2 else place  # one is right, another has to follow
                    assert str(error) == "base64: broken at byte %d" % (4 + wrong), error


def test_lengths_into_just_the_room():
    for urlsafe, padding in FORMS:
        form = Base64(urlsafe, padding)
        for n in LENGTHS:
            data = bytes(Random(n).bytes(n))
            size = (n + 2) // 3 * 4 if padding else (8 * n + 5) // 6
            assert form.max_len(n) == size and form.tailroom(n) == 0
            assert form.headroom(n) == max([form.max_len(less) - less for less in range(n + 1)])
            room, back = Guarded(size, at=n % 3), Guarded(n)
            assert form.encode_into(data, room.view) == size and room.intact()
            digits = bytes(room.view)
            assert form.decode_into(digits, back.view) == n
            assert back.view == data and back.intact()
            if n:
                refuses("dst", ValueError, form.encode_into, data, room.view[:-1])
                refuses("dst", ValueError, form.decode_into, digits, back.view[:-1])
                assert room.view == digits and back.view == data


def test_chunk_equals_into_another_buffer():
    for urlsafe, padding in FORMS:
        form = Base64(urlsafe, padding)
        for n in LENGTHS:
            data = bytes(Random(n).bytes(n))
            lead = form.headroom(n)
            place = Guarded(lead + n, at=1)
            chunk = Chunk(place.view, lead)
            payload = chunk.view
            payload[:] = data
            form(chunk)
            assert chunk.view == encoded(data, form) and place.intact()
            form.decode(chunk)
            assert chunk.view == data and place.intact()
            if n:
                before = bytes(place.view)
                chunk = Chunk(place.view, lead - 1, 1)
                refuses("window", ValueError, form.encode, chunk)
                assert (chunk.start, chunk.stop) == (lead - 1, lead - 1 + n) and place.view == before


def test_overlaps():
    data = bytes(Random(3).bytes(31))
    digits = encoded(data)
    memory = memoryview(bytearray(300))
    for shift in range(-50, 50):  # bytes from dst to src
        source, out = memory[100 + shift : 131 + shift], memory[100:144]
        source[:] = data
        before = bytes(memory)
        if -31 < shift < codec.headroom(31):
            refuses("dst", ValueError, codec.encode_into, source, out)
            assert memory == before
        else:
            assert codec.encode_into(source, out) == 44 and out == digits, shift
        source, out = memory[100 + shift : 144 + shift], memory[100:131]
        source[:] = digits
        before = bytes(memory)
        if -44 < shift < 0:
            refuses("dst", ValueError, codec.decode_into, source, out)
            assert memory == before
        else:
            assert codec.decode_into(source, out) == 31 and out == data, shift


def test_wrong_arguments():
    out = bytearray(b"\xee" * 20)
    encoder, decoder = Base64Encoder(), Base64Decoder()
    for call in (codec.encode_into, codec.decode_into, encoder.encode_into, decoder.decode_into):
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out)
        for target in (None, 5, "text", [0] * 20, b"12345678901234567890", memoryview(b"0" * 20)):
            refuses("dst", TypeError, call, b"Zg==", target)
    for finish in (encoder.finish, decoder.finish):
        refuses("dst", TypeError, finish, b"1234")
        refuses("dst", ValueError, finish, bytearray(3))
    assert out == b"\xee" * 20


# What a strict decoder refuses: the form (padding or not), and the place.
BROKEN = (
    (b"Z", True, 1),  # lengths that cannot be
    (b"Zg", True, 2),
    (b"Zg=", True, 3),
    (b"Zm9vY", True, 5),
    (b"Z", False, 1),
    (b"Zm9vY", False, 5),
    (b"Zh==", True, 2),  # bits left over
    (b"Zm9=", True, 3),
    (b"Zh", False, 2),
    (b"Zm9", False, 3),
    (b"====", True, 0),  # padding where none belongs
    (b"Z===", True, 1),
    (b"Zg=v", True, 3),
    (b"Zg==Zg==", True, 4),
    (b"Zm8=Zm9v", True, 4),
    (b"Zm9v====", True, 4),
    (b"Zg======", True, 4),
    (b"Zm8=====", True, 4),
    (b"Zg==", False, 2),
    (b"Zm8=", False, 3),
    (b"Zm9v\nZm9", True, 4),  # other characters
    (b"Zm9vYm\xe9v", True, 6),
    (b"Zm9vYm v", True, 6),
    (b"\0\0\0\0", True, 0),
    (b"Zm9vYm\0\0", True, 6),
    (b"Zm\0", False, 2),
)


def test_broken_input_says_where():
    for text, padding, place in BROKEN:
        form, out = Base64(padding=padding), Guarded(len(text))
        error = raises(DecodeError, form.decode_into, text, out.view)
        assert str(error) == "base64: broken at byte %d" % place, (text, error)
        assert out.intact()
        chunk = Chunk(bytearray(text))
        raises(DecodeError, form.decode, chunk)
        assert (chunk.start, chunk.stop) == (0, len(text))
        assert decoded(encoded(b"fo", form), form) == b"fo"  # nothing is left behind


def test_broken_input_in_any_pieces():
    out = bytearray(12)
    for text, padding, place in BROKEN:
        for split in range(len(text) + 1):
            decoder = Base64Decoder(padding=padding)
            try:
                decoder.decode_into(text[:split], out)
                decoder.decode_into(text[split:], out)
                decoder.finish(out)
            except DecodeError as error:
                told = str(error)
            else:
                raise AssertionError((text, split))
            if place < len(text):
                assert told == "base64: broken at byte %d" % (place - (split if place >= split else 0)), (text, split)
            else:
                assert told == "base64: ends early, or with bits left over, at byte 0", (text, told)
            assert decoder.decode_into(b"Zm9v", out) == 3 and decoder.finish(out) == 0


def fed(call, data, random, longest, room):
    """What comes of `data` in pieces, into just the room that each needs."""
    got, at = b"", 0
    while at < len(data):
        n = min(random.below(longest + 1), len(data) - at)
        out = Guarded(room(n))
        size = call(data[at : at + n], out.view)
        assert out.intact()
        got += bytes(out.view[:size])
        at += n
    return got


def test_any_pieces():
    random = Random(5)
    for urlsafe, padding in FORMS:
        encoder, decoder = Base64Encoder(urlsafe, padding), Base64Decoder(urlsafe, padding)
        for n in (0, 1, 2, 3, 4, 58, 59, 60):
            data = bytes(random.bytes(n))
            wanted = encoded(data, Base64(urlsafe, padding))
            for longest in (1, 2, 3, 4, 9, 100):
                end = Guarded(4)
                got = fed(encoder.encode_into, data, random, longest, lambda n: (n + 2) // 3 * 4)
                assert got + bytes(end.view[: encoder.finish(end.view)]) == wanted
                got = fed(decoder.decode_into, wanted, random, longest, lambda n: (n + 3) * 3 // 4)
                assert got + bytes(end.view[: decoder.finish(end.view)]) == data and end.intact()


def test_pieces_refused_change_nothing():
    encoder, decoder, out = Base64Encoder(), Base64Decoder(), bytearray(8)
    assert encoder.encode_into(b"fo", out) == 0
    refuses("dst", ValueError, encoder.encode_into, b"ob", bytearray(3))
    assert out[: encoder.encode_into(b"obar", out)] == b"Zm9vYmFy"
    assert decoder.decode_into(b"Zm9", out) == 0
    refuses("dst", ValueError, decoder.decode_into, b"vYm", bytearray(3))
    assert out[: decoder.decode_into(b"vYmFy", out)] == b"foobar"
    memory = bytearray(16)
    for place, call in ((4, encoder.encode_into), (1, decoder.decode_into)):
        view = memoryview(memory)
        refuses("dst", ValueError, call, view[place : place + 8], view)
    assert memory == bytes(16)


def test_reset():
    encoder, decoder, out = Base64Encoder(), Base64Decoder(), bytearray(8)
    encoder.encode_into(b"fo", out)
    encoder.reset()
    assert encoder.finish(out) == 0
    assert out[: encoder.encode_into(b"foo", out)] == b"Zm9v"
    decoder.decode_into(b"Zg=", out)
    decoder.reset()
    assert decoder.finish(out) == 0
    decoder.decode_into(b"Zm8=", out)
    raises(DecodeError, decoder.decode_into, b"Z", out)
    assert out[: decoder.decode_into(b"Zm9v", out)] == b"foo"


def test_pieces_in_place_with_just_their_room():
    """Four digits from each piece of one byte or three: encoded `headroom` in front, decoded two in front."""
    encoder, decoder = Base64Encoder(), Base64Decoder()
    data = bytes(Random(6).bytes(50))
    assert encoder.encode_into(b"ab", bytearray(4)) == 0
    lead = (50 + 2) // 3 + 2
    memory = memoryview(bytearray(lead) + data)
    n = encoder.encode_into(memory[lead:], memory)
    digits = encoded(b"ab" + data)
    assert memory[:n] == digits[:n] and n == 68
    assert decoder.decode_into(digits[:3], bytearray(4)) == 0
    memory = memoryview(bytearray(2) + digits[3:])
    assert decoder.decode_into(memory[2:], memory) == 52 and memory[:52] == b"ab" + data


def test_garbage():
    """Decoded it encodes to what it was, or it is refused."""
    random = Random(7)
    for turn in range(400 if MICROPYTHON else 20000):
        form = Base64(padding=turn & 1)
        text = bytes([b"AQgw=/"[random.below(6)] for _ in range(random.below(10))])
        out = Guarded(len(text))
        try:
            n = form.decode_into(text, out.view)
        except DecodeError:
            pass
        else:
            assert encoded(out.view[:n], form) == text
        assert out.intact()
