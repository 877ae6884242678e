"""ChunkQueue against a list, at every wrap edge, and what it refuses."""

from helpers import Random, raises, refuses
from model import interleave
from queue_model import CHUNK_VERBS, ChunkPair

from memchunk import ChunkQueue
from memchunk.port import sleep_ms

PRODUCERS = (
    (("claim", 0), ("commit", 6), ("claim", 0), ("claim", 0), ("commit", 0)),
    (("put", 0), ("put", 0), ("flush", 0), ("put", 0), ("put", 0), ("put", 0)),
    (("claim", 0), ("commit_claim", 3), ("commit_claim", 5), ("put", 0), ("miss", 0)),
)
CONSUMERS = (
    (("peek", 0), ("release", 0)),
    (("peek", 0), ("release_peek", 0), ("peek", 0), ("release_peek", 0)),
    (("release", 0), ("peek", 0), ("peek", 0), ("release", 0)),
)
STEPS = 5  # of a device; a PC does 8


def state(queue):
    return queue.any(), queue.free(), queue.dropped, queue.high_water


def test_every_interleaving_from_every_place():
    for count in range(1, 6):
        for start in range(2 * count):
            for full in ("reject", "overwrite"):
                producer, consumer = PRODUCERS[start % 3], CONSUMERS[(start + count) % 3]
                interleave(ChunkPair, (count, full, start), producer, consumer, STEPS)


def test_random_operations_against_the_model():
    for full in ("reject", "overwrite"):
        for count in (1, 3):
            random = Random(count)
            pair = ChunkPair(count, full)
            for _ in range(5000):
                pair.do(CHUNK_VERBS[random.below(9)], random.below(8))
            pair.drain()


def test_senseless_arguments_are_refused():
    for count in (0, -1):
        raises(ValueError, ChunkQueue, count, 8)
    for arguments in ((2, 0), (2, -4), (2, 8, -1), (2, 8, 0, -1)):
        refuses("size", ValueError, ChunkQueue, *arguments)
    for itemsize in (0, -2, 3, 5, 8, 16):
        refuses("itemsize", ValueError, ChunkQueue, 2, 8, 0, 0, itemsize)
    refuses("full", ValueError, ChunkQueue, 2, 8, 0, 0, 2, "drop")


def test_wrong_calls_change_nothing():
    queue = ChunkQueue(2, 8)
    refuses("n", ValueError, queue.commit, 0)  # nothing is claimed
    raises(ValueError, queue.release)
    raises(ValueError, queue.release_peek)
    queue.claim()[0] = 7
    for n in (-1, 9):
        refuses("n", ValueError, queue.commit, n)
        refuses("n", ValueError, queue.commit_claim, n)
    assert state(queue) == (0, 2, 0, 0)
    queue.commit(1)
    chunk = queue.peek()
    assert bytes(chunk.view) == b"\x07" and chunk.seq == 0
    raises(ValueError, chunk.set, chunk.start - chunk.headroom - 1, chunk.stop)
    queue.release()
    raises(ValueError, queue.release)
    assert state(queue) == (0, 2, 0, 1)


def test_a_claim_and_a_peek_again_are_the_same():
    queue = ChunkQueue(2, 4)
    queue.claim()[:] = b"abcd"
    assert bytes(queue.claim()) == b"abcd"
    queue.commit(4)
    chunk = queue.peek()
    chunk.pull(1)  # a stage's work stays
    assert queue.peek() is chunk and bytes(queue.peek().view) == b"bcd"
    queue.claim()
    queue.commit(0)
    assert bytes(chunk.view) == b"bcd"
    assert len(queue.release_peek().view) == 0 and queue.release_peek() is None


def test_the_rest_of_a_claim():
    queue = ChunkQueue(3, 8, headroom=5, tailroom=2)
    for fill in (b"01234567", b"abcdefgh", b"ABCDEFGH"):
        queue.claim()[:] = bytes(8)
        queue.claim()[:3] = fill[:3]
        assert len(queue.rest(3)) == 5
        queue.rest(3)[:] = fill[3:]
        assert len(queue.rest(8)) == 0 and len(queue.rest(0)) == 8
        for n in (-1, 9, 16):
            raises(ValueError, queue.rest, n)
        queue.commit(8)
        assert bytes(queue.peek().view) == fill
        queue.release()


def test_room_around_a_payload():
    queue = ChunkQueue(2, 6, headroom=5, tailroom=3)
    for _ in range(3):
        queue.claim()
        queue.commit(6)
        chunk = queue.peek()
        assert chunk.headroom >= 5 and chunk.tailroom >= 3 and chunk.start % 4 == 0
        assert len(chunk.push(5).add(3).view) == 14
        raises(ValueError, chunk.push, chunk.headroom + 1)
        raises(ValueError, chunk.add, chunk.tailroom + 1)
        queue.release()


def test_an_overwriting_queue_never_takes_the_peeked_chunk():
    queue = ChunkQueue(2, 2, full="overwrite")
    for i in range(5):
        queue.claim()[:] = bytes([i, i])
        queue.commit(2)
    assert queue.dropped == 3
    held = queue.peek()
    assert bytes(held.view) == b"\x03\x03" and held.seq == 3
    assert queue.claim() is None and not queue.put(9) and queue.dropped == 4
    assert bytes(held.view) == b"\x03\x03"
    assert queue.release_peek().seq == 4
    queue.claim()
    queue.commit(1)
    assert queue.release_peek().seq == 6  # the one that `put` lost is missing


def test_put_keeps_rows_whole():
    """Slots of two rows of two samples: a full queue loses whole slots, and says so by their numbers."""
    queue = ChunkQueue(1, 8, itemsize=2)
    taken = [queue.put(i) for i in range(10)]
    assert taken == [True] * 4 + [False] * 6 and queue.dropped == 1
    assert bytes(queue.peek().view) == b"\x00\x00\x01\x00\x02\x00\x03\x00"
    queue.release()
    assert [queue.put(i) for i in range(10, 13)] == [False, False, True]  # the lost slot ends first
    queue.flush()
    assert bytes(queue.peek().view) == b"\x0c\x00" and queue.peek().seq == 3
    assert queue.dropped == 2
    assert not queue.put(1)
    queue.flush()  # what was lost of an unfinished slot is counted as well
    queue.flush()
    assert queue.dropped == 3
    queue.release()
    assert queue.put(2)


def test_negative_and_wide_samples():
    queue = ChunkQueue(1, 6, itemsize=3)
    assert queue.put(-2) and queue.put(0x123456)
    assert bytes(queue.peek().view) == b"\xfe\xff\xff\x56\x34\x12"


def test_the_time_of_the_first_claim_or_the_one_given():
    queue = ChunkQueue(2, 4)
    queue.claim()
    stamp = queue._words[13]
    sleep_ms(1)
    queue.claim()
    queue.commit(1)
    queue.claim()
    queue.commit(1, 12345)
    assert queue.peek().ticks == stamp
    assert queue.release_peek().ticks == 12345


def test_sequence_numbers_wrap_at_16_bits():
    queue = ChunkQueue(1, 1, itemsize=1)
    queue._words[12] = 65535
    for seq in (65535, 0, 1):
        queue.claim()
        queue.commit(1)
        assert queue.peek().seq == seq
        queue.release()
