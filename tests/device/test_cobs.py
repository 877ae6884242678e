"""COBS: the published vectors, every room to the byte, and input that is not COBS at all."""

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, Cobs, DecodeError

cobs = Cobs()


def run(first, last):
    return bytes(range(first, last + 1))


# Wikipedia, "Consistent Overhead Byte Stuffing", encoding examples 1 to 11; the delimiter left out.
EXAMPLES = (
    (b"\x00", b"\x01\x01"),
    (b"\x00\x00", b"\x01\x01\x01"),
    (b"\x00\x11\x00", b"\x01\x02\x11\x01"),
    (b"\x11\x22\x00\x33", b"\x03\x11\x22\x02\x33"),
    (b"\x11\x22\x33\x44", b"\x05\x11\x22\x33\x44"),
    (b"\x11\x00\x00\x00", b"\x02\x11\x01\x01\x01"),
    (run(1, 254), b"\xff" + run(1, 254)),
    (b"\x00" + run(1, 254), b"\x01\xff" + run(1, 254)),
    (run(1, 255), b"\xff" + run(1, 254) + b"\x02\xff"),
    (run(2, 255) + b"\x00", b"\xff" + run(2, 255) + b"\x01\x01"),
    (run(3, 255) + b"\x00\x01", b"\xfe" + run(3, 255) + b"\x02\x01"),
    # Cheshire and Baker, figure 3: the beginning of an IPv4 packet.
    (
        b"\x45\x00\x00\x2c\x4c\x79\x00\x00\x40\x06\x4f\x37",
        b"\x02\x45\x01\x04\x2c\x4c\x79\x01\x05\x40\x06\x4f\x37",
    ),
    (b"", b"\x01"),
)
LENGTHS = (0, 1, 2, 252, 253, 254, 255, 256, 507, 508, 509, 510, 762, 763)


def shapes(n):
    """Data of `n` bytes: all zero, without a zero, and mixed."""
    yield bytes(n)
    yield b"\x7f" * n
    yield bytes(Random(n).bytes(n, 5))


def overhead(n):
    """What stuffing adds at most: the paper says one byte in 254, rounded up; of nothing it makes one."""
    return max(1, -(-n // 254))


def test_published_vectors():
    out = bytearray(300)
    for plain, stuffed in EXAMPLES:
        n = cobs.encode_into(plain, out)
        assert out[:n] == stuffed, (plain, bytes(out[:n]))
        n = cobs.decode_into(stuffed, out)
        assert out[:n] == plain, (stuffed, bytes(out[:n]))


def test_lengths_into_just_the_room():
    for n in LENGTHS:
        for data in shapes(n):
            room = Guarded(n + overhead(n), at=n % 3)
            assert cobs.max_len(n) == n + overhead(n) and cobs.headroom(n) == overhead(n)
            size = cobs.encode_into(data, room.view)
            stuffed = bytes(room.view[:size])
            assert 0 not in stuffed and room.intact()
            back = Guarded(size - 1)
            assert cobs.decode_into(stuffed, back.view) == n
            assert back.view[:n] == data and back.intact()
            if n:
                refuses("dst", ValueError, cobs.encode_into, data, room.view[: n + overhead(n) - 1])
                refuses("dst", ValueError, cobs.decode_into, stuffed, back.view[: size - 2])
                assert room.view[:size] == stuffed and back.view[:n] == data


def test_bound_is_reached():
    for n in LENGTHS:
        if n % 254:  # a full last group carries no byte beyond it
            out = bytearray(n + overhead(n))
            assert cobs.encode_into(b"\x01" * n, out) == n + overhead(n)


def test_chunk_equals_into_another_buffer():
    for n in LENGTHS:
        for data in shapes(n):
            apart = bytearray(n + overhead(n))
            size = cobs.encode_into(data, apart)
            place = Guarded(overhead(n) + n, at=1)
            chunk = Chunk(place.view, overhead(n))
            payload = chunk.view
            payload[:] = data
            cobs(chunk)
            assert chunk.view == apart[:size] and place.intact()
            cobs.decode(chunk)
            assert chunk.view == data and place.intact()


def test_chunk_with_one_byte_less():
    for n in LENGTHS:
        place = Guarded(overhead(n) - 1 + n)
        before = bytes(place.view)
        chunk = Chunk(place.view, overhead(n) - 1)
        refuses("window", ValueError, cobs.encode, chunk)
        assert (chunk.start, chunk.stop) == (overhead(n) - 1, len(before))
        assert place.view == before and place.intact()


def test_room_in_front_is_needed_to_the_byte():
    """With one byte less the kernel, asked past its wrapper, spoils what it has yet to read."""
    from memchunk import kernels

    for n in (2, 256, 510):
        lead = overhead(n) - 1
        memory = bytearray(lead) + bytes(Random(n).bytes(n, 250))
        for i in range(lead, lead + n):
            memory[i] += 1  # no zero
        apart = bytearray(n + overhead(n))
        kernels.link.stuff(memory[lead:], n, apart)
        larger = memory + b"\x01"  # nothing is written beyond, even so
        view = memoryview(larger)
        kernels.link.stuff(view[lead:], n, view)
        assert view[: len(apart)] != apart, n


def test_overlaps():
    data = bytes(Random(3).bytes(300))
    apart = bytearray(302)
    size = cobs.encode_into(data, apart)
    stuffed = apart[:size]
    memory = memoryview(bytearray(1100))
    for shift in range(-3, 304):  # bytes from dst to src
        start = 303 + shift
        source, out = memory[start : start + 300], memory[303 : 303 + 302]
        source[:] = data
        if -300 < shift < 2:
            before = bytes(memory)
            refuses("dst", ValueError, cobs.encode_into, source, out)
            assert memory == before
        else:
            assert cobs.encode_into(source, out) == size and out[:size] == stuffed, shift
    for shift in range(-size - 2, size + 2):
        start = 400 + shift
        source, out = memory[start : start + size], memory[400:]
        source[:] = stuffed
        if -size < shift < 0:
            before = bytes(memory)
            refuses("dst", ValueError, cobs.decode_into, source, out)
            assert memory == before
        else:
            assert cobs.decode_into(source, out) == 300 and out[:300] == data, shift


def test_wrong_arguments():
    out = bytearray(b"\xee" * 20)
    for call in (cobs.encode_into, cobs.decode_into):
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out)
        for target in (None, 5, "text", [0] * 20, b"12345678901234567890", memoryview(b"0" * 20)):
            refuses("dst", TypeError, call, b"\x02a", target)
    assert out == b"\xee" * 20


def test_truncated_at_every_length():
    data = bytes(Random(4).bytes(600, 30))
    stuffed = bytearray(603)
    stuffed = stuffed[: cobs.encode_into(data, stuffed)]
    out = Guarded(len(stuffed))
    for n in range(len(stuffed)):
        try:
            size = cobs.decode_into(stuffed[:n], out.view)
            assert out.view[:size] == data[:size] and size < 600
        except DecodeError:
            pass
        assert out.intact()


def test_broken_input_says_where():
    out = bytearray(10)
    for broken, place in ((b"", 0), (b"\x00", 0), (b"\x03a", 0), (b"\x03a\x00", 2), (b"\x02a\x00", 2)):
        error = raises(DecodeError, cobs.decode_into, broken, out)
        assert str(error) == "COBS: broken at byte %d" % place, error
        memory = bytearray(broken)
        chunk = Chunk(memory)
        raises(DecodeError, cobs.decode, chunk)
        assert (chunk.start, chunk.stop) == (0, len(broken))


def test_garbage():
    """Decoded it encodes to what it was (but for a needless last 01), or it is refused."""
    random = Random(5)
    again = bytearray(40)
    for _ in range(400 if MICROPYTHON else 20000):
        data = random.bytes(1 + random.below(30), 2 + random.below(20))
        out = Guarded(len(data) - 1)
        try:
            n = cobs.decode_into(data, out.view)
            assert again[: cobs.encode_into(out.view[:n], again)] == data
        except DecodeError:
            pass
        assert out.intact()
