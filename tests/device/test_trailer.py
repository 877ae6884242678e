"""What CRCs and checksums share: any pieces, every room to the byte, damage found, and nothing done by half."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Adler32, Chunk, Crc, DecodeError, Fletcher16

LENGTHS = (0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 255, 256, 257)


def all_of_them():
    yield Crc("CRC-8/SMBUS")
    yield Crc("CRC-8/MAXIM", small=True)
    yield Crc("CRC-16/XMODEM", small=True)
    yield Crc("CRC-16/MODBUS")
    yield Crc("CRC-16/X-25", order="big")
    yield Crc("CRC-32C")
    yield Crc((32, 0x04C11DB7, 0x12345678, False, True, 0x9ABCDEF0), small=True, order="big")
    yield Fletcher16()
    yield Adler32()
    yield Adler32(order="little")


def running(codec, data):
    codec.reset()
    codec.update(data)
    return bytes(codec.value)


def test_any_pieces_come_to_the_same():
    random = Random(1)
    data = random.bytes(300)
    for codec in all_of_them():
        whole = running(codec, data)
        for _ in range(10):
            codec.reset()
            at = 0
            while at < len(data):
                n = random.below(60)
                codec.update(memoryview(data)[at : at + n])
                bytes(codec.value)  # asked for in between, it changes nothing
                at += n
            assert codec.value == whole


def test_every_form_is_the_running_value():
    for codec in all_of_them():
        for n in LENGTHS:
            data = bytes(Random(n).bytes(n))
            whole = data + running(codec, data)
            assert codec.max_len(n) == len(whole) and codec.headroom(n) == 0 and codec.tailroom(n) == len(whole) - n
            out = Guarded(len(whole), at=n % 3)
            assert codec.encode_into(data, out.view) == len(whole) and out.view == whole and out.intact()
            back = Guarded(n, at=1)
            assert codec.decode_into(whole, back.view) == n and back.view == data and back.intact()
            place = Guarded(3 + len(whole), at=1)
            chunk = Chunk(place.view, 3, codec.tailroom(n))
            payload = chunk.view
            payload[:] = data
            codec(chunk)
            assert chunk.view == whole and place.intact()
            codec.decode(chunk)
            assert chunk.view == data and place.intact()


def test_the_stage_leaves_the_running_value_alone():
    for codec in all_of_them():
        value = running(codec, b"running")
        chunk = Chunk(bytearray(12), 0, 4)
        codec.encode(chunk)
        codec.decode(chunk)
        codec.encode_into(b"abc", bytearray(8))
        assert codec.value == value
        codec.update(b"on")
        assert bytes(codec.value) == running(codec, b"runningon")


def test_one_byte_less():
    for codec in all_of_them():
        size = codec.tailroom(0)
        place = Guarded(10 + size - 1)
        before = bytes(place.view)
        chunk = Chunk(place.view, 0, size - 1)
        refuses("window", ValueError, codec.encode, chunk)
        assert (chunk.start, chunk.stop) == (0, 10) and place.view == before and place.intact()
        refuses("dst", ValueError, codec.encode_into, bytes(10), place.view)
        whole = bytearray(10 + size)
        codec.encode_into(bytes(10), whole)
        refuses("dst", ValueError, codec.decode_into, whole, place.view[:9])
        assert place.view == before and place.intact()


def test_overlaps():
    data = bytes(Random(2).bytes(40))
    memory = memoryview(bytearray(140))
    for codec in all_of_them():
        whole = data + running(codec, data)
        for call, given, result in ((codec.encode_into, data, whole), (codec.decode_into, whole, data)):
            n = len(given)
            for shift in range(-n - 1, n + 2):  # bytes from dst to src
                source, out = memory[48 + shift : 48 + shift + n], memory[48:92]
                source[:] = given
                if -n < shift < 0:
                    before = bytes(memory)
                    refuses("dst", ValueError, call, source, out)
                    assert memory == before
                else:
                    assert call(source, out) == len(result) and out[: len(result)] == result, shift


def test_every_bit_flipped_is_found():
    for codec in all_of_them():
        memory = Random(3).bytes(20)
        size = codec.tailroom(0)
        chunk = Chunk(memory, 0, size)
        codec.encode(chunk)
        out = bytearray(20)
        for bit in range(8 * len(memory)):
            memory[bit >> 3] ^= 1 << (bit & 7)
            text = "%s: wrong at byte %d" % (codec.name, 20 - size)
            assert str(raises(DecodeError, codec.decode, chunk)) == text
            assert str(raises(DecodeError, codec.decode_into, memory, out)) == text
            assert len(chunk.view) == 20 and out == bytes(20)
            memory[bit >> 3] ^= 1 << (bit & 7)
        codec.decode(chunk)
        assert len(chunk.view) == 20 - size


def test_shorter_than_the_value():
    for codec in all_of_them():
        for n in range(codec.tailroom(0)):
            chunk = Chunk(bytearray(n))
            text = "%s: cut off at byte %d" % (codec.name, n)
            assert str(raises(DecodeError, codec.decode, chunk)) == text and len(chunk.view) == n
            assert str(raises(DecodeError, codec.decode_into, bytes(n), bytearray(4))) == text


def test_cut_anywhere():
    """Of what is cut off at the end, at most by chance as many remain as there are values."""
    data = bytes(Random(4).bytes(40))
    for codec in all_of_them():
        out = bytearray(44)
        whole = bytes(out[: codec.encode_into(data, out)])
        passed = 0
        for n in range(len(whole)):
            try:
                codec.decode_into(whole[:n], out)
                passed += 1
            except DecodeError:
                pass
        assert passed <= (3 if codec.tailroom(0) == 1 else 1), (codec.name, passed)


def test_garbage():
    random = Random(5)
    out = bytearray(24)
    for codec in all_of_them():
        for _ in range(40 if MICROPYTHON else 2000):
            data = random.bytes(random.below(25))
            try:
                n = codec.decode_into(data, out)
                assert running(codec, data[:n]) == data[n:] and out[:n] == data[:n]
            except DecodeError:
                pass


def test_wrong_arguments():
    for codec in all_of_them():
        before = running(codec, b"abc")
        out = bytearray(b"\xee" * 20)
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, codec.update, source)
            refuses("src", TypeError, codec.encode_into, source, out)
            refuses("src", TypeError, codec.decode_into, source, out)
        for target in (None, 5, "text", [0] * 20, b"12345678901234567890", memoryview(b"0" * 20)):
            refuses("dst", TypeError, codec.encode_into, b"abc", target)
            refuses("dst", TypeError, codec.decode_into, b"abcdef", target)
        if not MICROPYTHON:  # which tells no item size
            refuses("src", TypeError, codec.update, array("h", (1, 2)))
            refuses("dst", TypeError, codec.encode_into, b"abc", array("h", range(10)))
        assert codec.value == before and out == b"\xee" * 20
