"""CRC-32: the catalogue's check value, any pieces, and damage found."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, Crc32, DecodeError

# CRC-32/ISO-HDLC in little-endian. The first is the check value of the CRC catalogue (reveng), the last three
# have the data of RFC 3720, appendix B.4; what zlib says of all of them.
VECTORS = (
    (b"123456789", b"\x26\x39\xf4\xcb"),
    (b"", b"\0\0\0\0"),
    (b"\0", b"\x8d\xef\x02\xd2"),
    (b"\xff\xff\xff\xff", b"\xff\xff\xff\xff"),
    (b"The quick brown fox jumps over the lazy dog", b"\x39\xa3\x4f\x41"),
    (bytes(32), b"\xad\x55\x0a\x19"),
    (b"\xff" * 32, b"\x0b\xab\x6c\xff"),
    (bytes(range(32)), b"\x8a\x7e\x26\x91"),
)


def test_published_vectors():
    crc = Crc32()
    for data, expected in VECTORS:
        crc.reset()
        crc.update(data)
        assert crc.value == expected, (data, bytes(crc.value))


def test_any_pieces_come_to_the_same():
    random = Random(1)
    data = random.bytes(300)
    whole, pieces = Crc32(), Crc32()
    whole.update(data)
    for _ in range(20):
        pieces.reset()
        at = 0
        while at < len(data):
            n = random.below(60)
            pieces.update(memoryview(data)[at : at + n])
            at += n
        assert pieces.value == whole.value


def test_chunk():
    for data, expected in VECTORS:
        place = Guarded(3 + len(data) + 4, at=1)
        chunk = Chunk(place.view, 3, 4)
        payload = chunk.view
        payload[:] = data
        crc = Crc32()
        crc.update(b"running")
        running = bytes(crc.value)
        crc(chunk)
        assert chunk.view == data + expected and place.intact()
        assert crc.value == running  # the stage leaves the running value alone
        crc.decode(chunk)
        assert chunk.view == data and place.intact()
        assert crc.value == running


def test_chunk_with_one_byte_less():
    place = Guarded(10 + 3)
    before = bytes(place.view)
    chunk = Chunk(place.view, 0, 3)
    refuses("window", ValueError, Crc32().encode, chunk)
    assert (chunk.start, chunk.stop) == (0, 10) and place.view == before and place.intact()


def test_what_it_asks_for():
    crc = Crc32()
    for n in (0, 1, 253, 254, 255, 508, 70000):
        assert (crc.headroom(n), crc.tailroom(n), crc.max_len(n)) == (0, 4, n + 4)


def test_every_bit_flipped_is_found():
    memory = Random(2).bytes(20)
    chunk = Chunk(memory, 0, 4)
    crc = Crc32()
    crc.encode(chunk)
    for bit in range(8 * len(memory)):
        memory[bit >> 3] ^= 1 << (bit & 7)
        error = raises(DecodeError, crc.decode, chunk)
        assert str(error) == "CRC-32: wrong at byte 16" and len(chunk.view) == 20
        memory[bit >> 3] ^= 1 << (bit & 7)
    crc.decode(chunk)
    assert len(chunk.view) == 16


def test_cut_anywhere():
    memory = Random(3).bytes(40)
    chunk = Chunk(memory, 0, 4)
    crc = Crc32()
    crc.encode(chunk)
    for n in range(40):
        chunk.set(0, n)
        raises(DecodeError, crc.decode, chunk)
        assert len(chunk.view) == n
        chunk.set(40 - n, 40)
        if n != 4:  # what is left of one byte cut off has another CRC; of all of them, none at all
            raises(DecodeError, crc.decode, chunk)


def test_garbage():
    random = Random(4)
    place = Guarded(24)
    chunk = Chunk(place.view)
    crc, own = Crc32(), Crc32()
    for _ in range(400 if MICROPYTHON else 20000):
        n = random.below(25)
        place.view[:n] = random.bytes(n)
        chunk.set(0, n)
        try:
            crc.decode(chunk)
            own.reset()
            own.update(place.view[: n - 4])
            assert own.value == place.view[n - 4 : n]
        except DecodeError:
            assert len(chunk.view) == n
        assert place.intact()


def test_wrong_arguments():
    crc = Crc32()
    crc.update(b"abc")
    before = bytes(crc.value)
    for source in (None, 5, "text", [1, 2], 1.5):
        refuses("src", TypeError, crc.update, source)
    if not MICROPYTHON:  # which tells no item size
        refuses("src", TypeError, crc.update, array("h", (1, 2)))
    assert crc.value == before
