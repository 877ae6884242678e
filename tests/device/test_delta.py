"""Delta and zigzag: every 16-bit value, every room, and rows of any width."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, refuses

from memchunk import Chunk, Delta, Zigzag

EDGES = (0, 1, -1, 2, -2, 127, -128, 255, 256, 32766, 32767, -32767, -32768)
# Protocol Buffers, "Encoding", "Signed integers", as far as 16 bits go.
ZIGZAG = ((0, 0), (-1, 1), (1, 2), (-2, 3), (2, 4), (32767, 65534), (-32768, 65535))


def int16(*values):
    return b"".join(bytes((value & 0xFF, value >> 8 & 0xFF)) for value in values)


def signed(data):
    values = []
    for i in range(0, len(data), 2):
        value = data[i] | data[i + 1] << 8
        values.append(value - 65536 if value & 0x8000 else value)
    return values


def test_published_zigzag():
    out = bytearray(2)
    for value, code in ZIGZAG:
        assert Zigzag().encode_into(int16(value), out) == 2 and out == int16(code)
        assert Zigzag().decode_into(int16(code), out) == 2 and out == int16(value)


def test_zigzag_of_every_value():
    step = 7 if MICROPYTHON else 1
    values = array("h", range(-32768, 32768, step))
    data = bytearray(values)
    out = bytearray(len(data))
    Zigzag().encode_into(data, out)
    for i in range(len(values)):
        value = values[i]
        code = 2 * value if value >= 0 else -2 * value - 1
        assert out[2 * i] | out[2 * i + 1] << 8 == code
    Zigzag().decode_into(out, out)
    assert out == data


def test_delta_by_hand():
    out = bytearray(12)
    Delta(2).encode_into(int16(10, -5, 12, -5, 11, 32767), out)
    assert signed(out) == [10, -5, 2, 0, -1, -32764]  # 32767 + 5 is -32764 in 16 bits


def test_differences_wrap():
    for a in EDGES:
        for b in EDGES:
            rows = int16(a, b)
            out = bytearray(4)
            Delta(1).encode_into(rows, out)
            assert signed(out)[0] == a and (signed(out)[1] - (b - a)) % 65536 == 0
            Delta(1).decode_into(out, out)
            assert out == rows


def test_there_and_back():
    random = Random(1)
    for channels in range(1, 10):
        for rows in (0, 1, 2, 8, 9, 17):
            for data in (random.bytes(2 * rows * channels), int16(*(-32768,) * rows * channels)):
                for codec in (Delta(channels), Zigzag()):
                    there_and_back(codec, data)


def there_and_back(codec, data):
    n = len(data)
    out, back, chunk = Guarded(n), Guarded(n), Guarded(n)
    assert codec.encode_into(data, out.view) == n == codec.max_len(n)
    assert codec.decode_into(out.view, back.view) == n
    assert back.view == data and out.intact() and back.intact()
    assert codec.headroom(n) == codec.tailroom(n) == 0
    held = Chunk(chunk.view)
    chunk.view[:] = data
    codec(held)
    assert held.view == out.view and chunk.intact()
    codec.decode(held)
    assert held.view == data and chunk.intact()


def test_more_channels_than_samples():
    out = bytearray(4)
    refuses("src", ValueError, Delta(3).encode_into, int16(1, 2), out)
    assert Delta(3).encode_into(b"", out) == 0
    assert out == bytes(4)


def test_channels():
    assert Delta(32767).encode_into(b"", bytearray(2)) == 0
    for channels in (0, -1, 1 << 15, 1 << 30, 1 << 31):
        refuses("channels", ValueError, Delta, channels)


def test_wrong_arguments_change_nothing():
    data = Random(2).bytes(24)
    for codec in (Delta(2), Zigzag()):
        for call in (codec.encode_into, codec.decode_into):
            out = Guarded(24)
            out.view[:] = b"\xee" * 24
            for source in (None, 5, "text", [1, 2], 1.5):
                refuses("src", TypeError, call, source, out.view)
            for target in (None, 5, "text" * 6, [0] * 24, bytes(24), memoryview(bytes(24))):
                refuses("dst", TypeError, call, data, target)
            if not MICROPYTHON:  # which tells no item size
                refuses("src", TypeError, call, array("h", data), out.view)
                refuses("dst", TypeError, call, data, array("h", data))
            refuses("dst", ValueError, call, data, out.view[:23])
            refuses("src", ValueError, call, data[:23], out.view)
            odd = Guarded(24, at=1)
            refuses("src", ValueError, call, odd.view, out.view)
            refuses("dst", ValueError, call, data, odd.view)
            assert out.view == b"\xee" * 24 and out.intact() and odd.intact()
    refuses("channels", ValueError, Delta, 0)
    refuses("channels", ValueError, Delta, -1)


def test_overlaps():
    data = Random(3).bytes(20)
    memory = memoryview(bytearray(80))
    for codec in (Delta(2), Zigzag()):
        apart = bytearray(20)
        codec.encode_into(data, apart)
        for call, given, result in (
            (codec.encode_into, data, apart),
            (codec.decode_into, apart, data),
        ):
            for shift in range(-24, 26, 2):
                source, out = memory[30 + shift : 50 + shift], memory[30:50]
                source[:] = given
                before = bytes(memory)
                if -20 < shift < 20 and shift:
                    refuses("dst", ValueError, call, source, out)
                    assert memory == before
                else:
                    assert call(source, out) == 20 and out == result, shift


def test_chunk_at_an_odd_address_or_of_part_of_a_row():
    memory = Random(4).bytes(25)
    before = bytes(memory)
    for codec in (Delta(3), Zigzag()):
        for start, stop in ((1, 25), (0, 23)):
            chunk = Chunk(memory).set(start, stop)
            for call in (codec.encode, codec.decode):
                refuses("src", ValueError, call, chunk)
                assert memory == before and (chunk.start, chunk.stop) == (start, stop)
