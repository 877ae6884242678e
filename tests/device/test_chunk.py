"""Chunk: the payload between its rooms."""

from array import array

from helpers import Random, raises, refuses

from memchunk import Chunk


def placed(buf, low, start, stop, high):
    """A chunk in a part of a buffer, as a queue has them."""
    chunk = Chunk(buf)
    chunk._words[0], chunk._words[3] = low, high
    return chunk.set(start, stop)


def test_every_verb_against_two_numbers():
    buf = bytearray(range(24))
    chunk = placed(buf, 2, 6, 16, 22)
    start, stop = 6, 16
    random = Random(5)
    for _ in range(600):
        verb, n = random.below(4), random.below(10) - 2
        moved = ((start - n, stop), (start + n, stop), (start, stop + n), (start, stop - n))[verb]
        fn = (chunk.push, chunk.pull, chunk.add, chunk.trim)[verb]
        if n >= 0 and 2 <= moved[0] <= moved[1] <= 22:
            assert fn(n) is chunk
            start, stop = moved
        else:
            refuses("start", ValueError, fn, n)
        assert (chunk.start, chunk.stop, len(chunk.view)) == (start, stop, stop - start)
        assert chunk.headroom == start - 2 and chunk.tailroom == 22 - stop
        assert bytes(chunk.view) == bytes(buf[start:stop])


def test_rooms_that_do_not_fit_are_refused():
    for headroom, tailroom in ((-1, 0), (0, -1), (5, 4), (9, 0), (0, 9)):
        refuses("headroom", ValueError, Chunk, bytearray(8), headroom, tailroom)
    assert len(Chunk(bytearray(8), 4, 4).view) == len(Chunk(bytearray(0)).view) == 0


def test_memory_that_cannot_be_written_is_refused():
    for buf in (b"read-only", memoryview(b"read-only"), None, 5):
        raises(TypeError, Chunk, buf)


def test_memory_of_wider_items_is_refused():
    for buf in (array("H", [1, 2, 3]), memoryview(array("i", [1]))):
        raises(ValueError, Chunk, buf)
    assert len(Chunk(array("B", [1, 2, 3])).view) == 3


def test_a_window_on_what_is_around_the_payload():
    buf = bytearray(range(16))
    chunk = placed(buf, 4, 6, 10, 12)
    view = chunk.view
    window = chunk.window(4, 6)
    window[:] = b"hd"
    assert bytes(view) == bytes(range(6, 10))  # the two are apart
    assert bytes(chunk.push(2).view) == b"hd\x06\x07\x08\x09"
    for start, stop in ((3, 6), (6, 13), (-1, 2), (8, 7)):
        raises(ValueError, chunk.window, start, stop)
    assert len(chunk.window(4, 12)) == 8 and len(chunk.window(8, 8)) == 0


def test_set_stays_inside():
    chunk = placed(bytearray(16), 4, 6, 10, 12)
    for start, stop in ((3, 10), (6, 13), (8, 7), (-1, -1)):
        refuses("start", ValueError, chunk.set, start, stop)
        assert (chunk.start, chunk.stop) == (6, 10)
    assert len(chunk.set(4, 12).view) == 8 and len(chunk.set(12, 12).view) == 0


def test_start_and_stop_stay_inside():
    chunk = placed(bytearray(16), 4, 6, 10, 12)
    for name in ("start", "stop"):
        for value in (3, 13, -1):
            refuses("start", ValueError, setattr, chunk, name, value)
            assert (chunk.start, chunk.stop) == (6, 10)
        for value in (4, 12):
            setattr(chunk, name, value)
            assert getattr(chunk, name) == value
        chunk.set(6, 10)


def test_a_place_that_is_no_integer_changes_nothing():
    chunk = placed(bytearray(16), 4, 6, 10, 12)
    for start, stop in ((5, 8.0), (5.0, 8), (5.0, 8.0)):
        raises(TypeError, chunk.set, start, stop)
        assert (chunk.start, chunk.stop) == (6, 10)
    raises(TypeError, chunk.push, 1.0)
    raises(TypeError, setattr, chunk, "start", 5.0)
    assert (chunk.start, chunk.stop) == (6, 10)


def test_what_it_starts_with():
    buf = bytearray(4)
    chunk = Chunk(buf)
    assert chunk.buf is buf
    assert (chunk.seq, chunk.ticks, chunk.rows, chunk.enc) == (0, 0, 0, 0)
