"""RecordQueue against a list, at every wrap edge, and what it refuses."""

from helpers import Random, raises, refuses
from model import interleave
from queue_model import RECORD_VERBS, RecordPair

from memchunk import RecordQueue
from skip import Skip

PRODUCERS = (
    (("write", 1), ("write", 4), ("write", 0), ("write", 3)),
    (("claim", 5), ("commit", 2), ("claim", 1), ("claim", 4), ("commit", 4)),
    (("write", 2), ("claim", 3), ("claim", 3), ("commit", 0), ("write", 6)),
)
CONSUMERS = (
    (("peek", 0), ("release", 0)),
    (("readinto", 8), ("readinto", 2), ("readinto", 8)),
    (("release", 0), ("peek", 0), ("peek", 0), ("readinto", 8)),
)
STEPS = 5  # of a device; a PC does 8


def state(queue):
    return queue.any(), queue.free(), queue.dropped, queue.high_water


def test_every_interleaving_from_every_place():
    for capacity in (8, 10, 14, 16):
        for start in range(0, 2 * capacity, 2):
            for full in ("reject", "overwrite"):
                producer, consumer = PRODUCERS[start % 3], CONSUMERS[(start + capacity) % 3]
                interleave(RecordPair, (capacity, full, start), producer, consumer, STEPS)


def test_random_operations_against_the_model():
    for full in ("reject", "overwrite"):
        for capacity in (8, 30):
            random = Random(capacity)
            pair = RecordPair(capacity, full)
            for _ in range(5000):
                pair.do(RECORD_VERBS[random.below(6)], random.below(capacity // 2 + 1))
            pair.drain()


def test_senseless_arguments_are_refused():
    for capacity in (0, -2, 6, 9, 131070):
        refuses("capacity", ValueError, RecordQueue, capacity)
    refuses("full", ValueError, RecordQueue, 8, "drop")


def test_the_longest_record_fits_an_empty_queue_anywhere():
    for capacity in (8, 10, 12, 14, 64):
        for start in range(0, 2 * capacity, 2):
            queue = RecordQueue(capacity)
            queue._write = queue._read = start
            record = bytes(range(queue.max_len))
            assert queue.write(record) and bytes(queue.peek()) == record
            refuses("n", ValueError, queue.write, bytes(queue.max_len + 1))


def test_wrong_calls_change_nothing():
    queue = RecordQueue(16)
    refuses("n", ValueError, queue.commit, 0)  # nothing is claimed
    raises(ValueError, queue.release)
    for n in (-1, queue.max_len + 1):
        refuses("n", ValueError, queue.claim, n)
    queue.claim(3)[:] = b"abc"
    for n in (-1, 4):
        refuses("n", ValueError, queue.commit, n)
    assert state(queue) == (0, 16, 0, 0)
    queue.commit(2)
    before = state(queue)
    refuses("buf", ValueError, queue.readinto, bytearray(1))
    raises(TypeError, queue.readinto, b"read-only")
    assert state(queue) == before
    into = bytearray(5)
    assert queue.readinto(into) == 2 and into[:2] == b"ab"
    assert queue.readinto(into) is None


def test_text_is_no_record():
    queue = RecordQueue(16, "overwrite")
    while not queue.dropped:
        queue.write(b"abc")
    before = state(queue)
    raises(TypeError, queue.write, "text")
    assert state(queue) == before


def test_a_record_is_refused_whole_and_counted():
    queue = RecordQueue(16)
    assert queue.write(b"12345") and queue.write(b"1234") and not queue.write(b"1") and queue.dropped == 1
    assert queue.readinto(bytearray(5)) == 5 and queue.free() == 10
    assert queue.write(b"123") and queue.free() == 2  # after the two bytes at the end that it can't use
    assert not queue.write(b"1") and queue.write(b"") and not queue.write(b"") and queue.dropped == 3
    assert bytes(queue.peek()) == b"1234" and queue.any() == 3


def test_an_overwriting_queue_never_takes_the_peeked_record():
    queue = RecordQueue(16, "overwrite")
    for record in (b"aa", b"bb", b"cc"):
        assert queue.write(record)
    held = queue.peek()
    assert not queue.write(b"123456") and queue.dropped == 1 and bytes(held) == b"aa"
    queue.release()
    assert queue.write(b"123456") and bytes(queue.peek()) in (b"cc", b"123456")
    assert queue.any() + queue.dropped == 4


def test_records_of_nothing():
    queue = RecordQueue(8)
    for _ in range(4):
        assert queue.write(b"")
    assert not queue.write(b"") and queue.any() == 4 and queue.free() == 0
    assert queue.readinto(bytearray(0)) == 0 and len(queue.peek()) == 0


def test_the_longest_lengths():
    try:
        queue = RecordQueue(131068)
        record = bytearray(queue.max_len)
    except MemoryError:
        raise Skip("no 190 KB here")
    record[0] = record[-1] = 9
    queue._write = queue._read = 131068 + 65538
    for _ in range(2):
        assert queue.write(record) and len(queue.peek()) == 65532
        assert queue.peek()[0] == 9 and queue.peek()[65531] == 9
        queue.release()
