"""COBS/R: its author's vectors, every room to the byte, and input that is not COBS/R at all."""

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, Cobs, CobsR, DecodeError

cobsr = CobsR()


def run(first, last):
    return bytes(range(first, last + 1))


# The predefined encodings of the author's own tests (Python package cobs, cobsr/test.py).
EXAMPLES = (
    (b"", b"\x01"),
    (b"\x01", b"\x02\x01"),
    (b"\x02", b"\x02"),
    (b"\x03", b"\x03"),
    (b"\x7e", b"\x7e"),
    (b"\x80", b"\x80"),
    (b"\xd5", b"\xd5"),
    (b"\xff", b"\xff"),
    (b"a\x02", b"\x03a\x02"),
    (b"a\x03", b"\x03a"),
    (b"a\xff", b"\xffa"),
    (b"\x05\x04\x03\x02\x01", b"\x06\x05\x04\x03\x02\x01"),
    (b"12345", b"51234"),
    (b"12345\x00\x04\x03\x02\x01", b"\x0612345\x05\x04\x03\x02\x01"),
    (b"12345\x006789", b"\x06123459678"),
    (b"\x0012345\x006789", b"\x01\x06123459678"),
    (b"12345\x006789\x00", b"\x0612345\x056789\x01"),
    (b"\x00", b"\x01\x01"),
    (b"\x00\x00", b"\x01\x01\x01"),
    (run(1, 253), b"\xfe" + run(1, 253)),
    (run(1, 254), b"\xff" + run(1, 254)),
    (run(1, 255), b"\xff" + run(1, 254) + b"\xff"),
    (run(0, 255), b"\x01\xff" + run(1, 254) + b"\xff"),
    (run(2, 255), b"\xff" + run(2, 254)),
)
LENGTHS = (0, 1, 2, 252, 253, 254, 255, 256, 507, 508, 509, 510)


def shapes(n):
    """Data of `n` bytes: all zero, without a zero and a last byte that saves one, or none, and mixed."""
    yield bytes(n)
    yield b"\x7f" * n
    yield b"\x01" * n
    yield b"\xff" * n
    yield bytes(Random(n).bytes(n, 5))


def overhead(n):
    """What stuffing adds at most, as for COBS."""
    return max(1, -(-n // 254))


def encoded(data):
    out = bytearray(cobsr.max_len(len(data)))
    return bytes(out[: cobsr.encode_into(data, out)])


def test_published_vectors():
    out = bytearray(300)
    for plain, stuffed in EXAMPLES:
        assert encoded(plain) == stuffed, plain
        assert out[: cobsr.decode_into(stuffed, out)] == plain, stuffed


def test_lengths_into_just_the_room():
    for n in LENGTHS:
        for data in shapes(n):
            room = Guarded(n + overhead(n), at=n % 3)
            assert cobsr.max_len(n) == n + overhead(n) and cobsr.headroom(n) == overhead(n)
            size = cobsr.encode_into(data, room.view)
            stuffed = bytes(room.view[:size])
            assert 0 not in stuffed and n <= size and room.intact()
            back = Guarded(size)
            assert cobsr.decode_into(stuffed, back.view) == n
            assert back.view[:n] == data and back.intact()
            if n:
                refuses("dst", ValueError, cobsr.encode_into, data, room.view[:-1])
                refuses("dst", ValueError, cobsr.decode_into, stuffed, back.view[:-1])
                assert room.view[:size] == stuffed and back.view[:n] == data


def test_never_longer_than_cobs_and_shorter_by_one_at_most():
    for n in LENGTHS:
        for data in shapes(n):
            out = bytearray(n + overhead(n))
            assert Cobs().encode_into(data, out) - len(encoded(data)) in (0, 1)


def test_chunk_equals_into_another_buffer():
    for n in LENGTHS:
        for data in shapes(n):
            place = Guarded(overhead(n) + n, at=1)
            chunk = Chunk(place.view, overhead(n))
            payload = chunk.view
            payload[:] = data
            cobsr(chunk)
            assert chunk.view == encoded(data) and place.intact()
            cobsr.decode(chunk)
            assert chunk.view == data and place.intact()


def test_chunk_with_one_byte_less():
    for n in LENGTHS:
        place = Guarded(overhead(n) - 1 + n)
        before = bytes(place.view)
        chunk = Chunk(place.view, overhead(n) - 1)
        refuses("window", ValueError, cobsr.encode, chunk)
        assert (chunk.start, chunk.stop) == (overhead(n) - 1, len(before))
        assert place.view == before and place.intact()


def test_overlaps():
    data = bytes(Random(3).bytes(299)) + b"\xff"
    stuffed = encoded(data)
    size = len(stuffed)
    memory = memoryview(bytearray(1100))
    for shift in range(-size - 2, size + 2):  # bytes from dst to src
        source, out = memory[400 + shift : 700 + shift], memory[400:702]
        source[:] = data
        before = bytes(memory)
        if -300 < shift < 2:
            refuses("dst", ValueError, cobsr.encode_into, source, out)
            assert memory == before
        else:
            assert out[: cobsr.encode_into(source, out)] == stuffed, shift
        source, out = memory[400 + shift : 400 + shift + size], memory[400:]
        source[:] = stuffed
        before = bytes(memory)
        if -size < shift < 0:
            refuses("dst", ValueError, cobsr.decode_into, source, out)
            assert memory == before
        else:
            assert out[: cobsr.decode_into(source, out)] == data, shift


def test_wrong_arguments():
    out = bytearray(b"\xee" * 20)
    for call in (cobsr.encode_into, cobsr.decode_into):
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out)
        for target in (None, 5, "text", [0] * 20, b"12345678901234567890", memoryview(b"0" * 20)):
            refuses("dst", TypeError, call, b"\x02a", target)
    assert out == b"\xee" * 20


def test_broken_input_says_where():
    out = bytearray(10)
    for broken, place in ((b"", 0), (b"\x00", 0), (b"\x03a\x00", 2), (b"\x02a\x00", 2), (b"\x051234\x00", 5)):
        error = raises(DecodeError, cobsr.decode_into, broken, out)
        assert str(error) == "COBS/R: broken at byte %d" % place, error
        chunk = Chunk(bytearray(broken))
        raises(DecodeError, cobsr.decode, chunk)
        assert (chunk.start, chunk.stop) == (0, len(broken))


def test_garbage():
    """Without a zero all of it is COBS/R, and decoded it is not longer; with one it is refused."""
    random = Random(5)
    for _ in range(400 if MICROPYTHON else 20000):
        data = random.bytes(1 + random.below(30), 2 + random.below(20))
        out = Guarded(len(data))
        if 0 in bytes(data):
            raises(DecodeError, cobsr.decode_into, data, out.view)
        else:
            n = cobsr.decode_into(data, out.view)
            assert len(encoded(out.view[:n])) <= len(data)
        assert out.intact()
