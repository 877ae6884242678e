"""Iteration against plain slicing and splitting, from streams that give what they like."""

import io
from array import array

from helpers import Random, raises, refuses

from memchunk import chunks, lines, read_chunks, windows


class Stream:
    """Gives `data` in pieces of the sizes in turn: None is "no data now"; after the last, the first again."""

    def __init__(self, data, sizes):
        self.data, self.sizes, self.turn, self.at = data, sizes, 0, 0

    def readinto(self, buf):
        size = self.sizes[self.turn % len(self.sizes)]
        self.turn += 1
        if size is None:
            return None
        n = min(size, len(buf), len(self.data) - self.at)
        buf[:n] = self.data[self.at : self.at + n]
        self.at += n
        return n


SIZES = ((1000,), (1,), (2, None, 3), (None, None, 5, 1), (7, 64))


def test_chunks_are_slices():
    for buf in (bytes(range(17)), bytearray(range(16)), array("h", range(9)), memoryview(bytes(20))[3:8], b""):
        for size in range(1, 20):
            expected = [list(buf[at : at + size]) for at in range(0, len(buf), size)]
            assert [list(chunk) for chunk in chunks(buf, size)] == expected


def test_windows_are_slices():
    for buf in (bytes(range(13)), array("i", range(7)), b"", b"x"):
        for size in range(1, 15):
            for hop in range(1, 16):
                expected = [list(buf[at : at + size]) for at in range(0, len(buf) - size + 1, hop)]
                assert [list(window) for window in windows(buf, size, hop)] == expected


def test_chunks_of_a_buffer_can_be_written():
    buf = bytearray(5)
    for number, chunk in enumerate(chunks(buf, 2)):
        chunk[0] = number + 1
    assert buf == b"\x01\x00\x02\x00\x03"


def test_a_stream_in_chunks():
    data = bytes(range(200)) + bytes(45)
    for size in (1, 2, 7, 64, 245, 246, 300):
        for sizes in SIZES:
            got = [bytes(chunk) for chunk in read_chunks(Stream(data, sizes), size)]
            assert got == [data[at : at + size] for at in range(0, len(data), size)]
    assert list(read_chunks(io.BytesIO(b""), 4)) == []


def test_a_stream_in_a_buffer_of_ones_own():
    buf = bytearray(6)
    for chunk in read_chunks(io.BytesIO(b"abcdef"), buf):
        assert bytes(chunk) == b"abcdef" and buf == b"abcdef"
    got = [bytes(line) for line in lines(io.BytesIO(b"ab\ncd\n"), memoryview(buf)[1:5])]
    assert got == [b"ab", b"cd"] and buf[0] == 97 and buf[5] == 102


def expected_lines(data, size):
    """Plain splitting: the lines that with their end fit in `size`, and how many do not."""
    pieces = data.split(b"\n")
    if not pieces[-1]:
        pieces.pop()
    kept = [piece[:-1] if piece[-1:] == b"\r" else piece for piece in pieces if len(piece) < size]
    return kept, sum(len(piece) >= size for piece in pieces)


def compare(data, size, sizes):
    kept, dropped = expected_lines(data, size)
    reader = lines(Stream(data, sizes), size)
    assert [bytes(line) for line in reader] == kept, (data, size, sizes)
    assert reader.dropped == dropped, (data, size, sizes)
    raises(StopIteration, next, reader)  # and stays at its end
    assert reader.dropped == dropped


def test_lines_of_every_kind():
    texts = [b"", b"\n", b"\n\n", b"one", b"one\n", b"one\r\ntwo\nthree", b"\r\n\r\n", b"a\rb\n", b"\r", b"ab\r"]
    texts += [b"long line here\nab\n", b"ab\nlong line here", b"ab\nlong line here\r\nend", b"0123456\n01234567\n"]
    for data in texts:
        for size in (1, 2, 3, 4, 8, 9, 20):
            for sizes in SIZES:
                compare(data, size, sizes)


def test_random_lines():
    random = Random(11)
    for _ in range(120):
        data = random.bytes(random.below(60), 4)
        data = bytes(b"\n\rab"[byte] for byte in data)
        compare(data, 1 + random.below(9), SIZES[random.below(5)])


def test_senseless_arguments_are_refused():
    for size in (0, -1):
        refuses("size", ValueError, chunks, b"abc", size)
        refuses("size", ValueError, windows, b"abc", size, 1)
        refuses("hop", ValueError, windows, b"abc", 1, size)
        refuses("size", ValueError, read_chunks, io.BytesIO(b"abc"), size)
        refuses("size", ValueError, lines, io.BytesIO(b"abc"), size)
    for buf in (b"abc", None):
        raises(TypeError, read_chunks, io.BytesIO(b"abc"), buf)
        raises(TypeError, lines, io.BytesIO(b"abc"), buf)


def test_a_stream_that_says_more_than_it_was_asked_for():
    class Liar:
        def readinto(self, buf):
            return self.count

    liar = Liar()
    for count in (5, 1000, -1):
        liar.count = count
        refuses("readinto", ValueError, next, lines(liar, 4))
        refuses("readinto", ValueError, next, read_chunks(liar, 4))


def test_an_error_of_the_stream_comes_through():
    class Broken:
        def readinto(self, buf):
            raise OSError(5)

    raises(OSError, next, read_chunks(Broken(), 4))
    raises(OSError, next, lines(Broken(), 4))
