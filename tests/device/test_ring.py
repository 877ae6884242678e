"""Ring against a list, at every wrap edge, and what it refuses. Longer runs: tests/host/test_buffers_model.py."""

from array import array

from helpers import Random, raises, refuses
from model import RING_VERBS, RingPair, interleave

from memchunk import Ring
from skip import Skip

PRODUCERS = (
    (("write", 1), ("write", 3), ("put", 0), ("write", 2)),
    (("claim", 1), ("commit", 1), ("claim", 2), ("commit", 2)),
    (("claim", 3), ("put", 0), ("write", 9), ("claim", 1), ("claim", 1), ("commit", 1)),
)
CONSUMERS = (
    (("readinto", 2), ("get", 0), ("readinto", 4)),
    (("peek", 0), ("release", 1), ("peek", 0), ("peek", 0), ("release", 2)),
    (("peek", 0), ("find", 1), ("skip", 2), ("peek", 0), ("get", 0)),
)
STEPS = 4  # of a device; a PC does 8


def state(ring):
    return ring.any(), ring.free(), ring.dropped, ring.high_water


def holds(ring):
    """All that a ring of bytes holds, taken."""
    into = bytearray(ring.any())
    ring.readinto(into)
    return bytes(into)


def test_every_interleaving_from_every_place():
    for capacity in range(1, 6):
        for start in range(2 * capacity):
            for full in ("reject", "overwrite"):
                typecode = "Bhi"[(capacity + start) % 3]
                arguments = capacity, typecode, full, start
                which = start % 3
                interleave(RingPair, arguments, PRODUCERS[which], CONSUMERS[(which + capacity) % 3], STEPS)


def test_random_operations_against_the_model():
    for typecode in "Bhi":
        for full in ("reject", "overwrite"):
            random = Random(ord(typecode))
            pair = RingPair(7, typecode, full, 13)
            for _ in range(3400):
                pair.do(RING_VERBS[random.below(10)], random.below(11))


def test_all_of_any_capacity_fits():
    for capacity in (1, 2, 3, 255, 256, 257):
        ring = Ring(capacity)
        assert ring.any() == 0 and ring.free() == capacity and ring.peek() is None
        assert ring.write(bytes(capacity + 1)) == capacity
        assert ring.any() == capacity and ring.free() == 0 and ring.claim() is None
        assert holds(ring) == bytes(capacity)


def test_beyond_64_kilobytes():
    try:
        ring = Ring(70001)
    except MemoryError:
        raise Skip("no 70 KB in one piece")
    assert ring.write(bytes(70000)) == 70000
    assert ring.skip(69990) == 69990
    assert ring.write(b"abcdefgh") == 8
    assert ring.any() == 18 and ring.find(ord("a")) == 10
    assert holds(ring) == bytes(10) + b"abcdefgh"
    assert ring.high_water == 70000


def test_memory_of_ones_own():
    for memory in (bytearray(6), array("h", [0] * 6), memoryview(array("i", [0] * 9))[2:8]):
        ring = Ring(memory)
        assert ring.capacity == 6
        ring.put(17)
        ring.claim()[0] = 18
        ring.commit(1)
        assert memory[0] == 17 and memory[1] == 18 and ring.get() == 17


def test_elements_at_their_limits():
    limits = {"b": (-128, 127), "B": (0, 255), "h": (-32768, 32767), "H": (0, 65535)}
    limits["i"] = (-(2**31), 2**31 - 1)
    limits["I"] = (0, 2**32 - 1)
    for typecode in limits:
        ring = Ring(3, typecode)
        for value in limits[typecode]:
            assert ring.put(value) and ring.get() == value
            assert ring.write(array(typecode, [value, 1, value])) == 3
            assert list(ring.peek())[-1] == value or ring.capacity > len(ring.peek())
            assert ring.find(1) == 1 and ring.skip(2) == 2 and ring.get() == value


def test_senseless_arguments_are_refused():
    for capacity in (0, -1):
        refuses("capacity", ValueError, Ring, capacity)
    refuses("capacity", ValueError, Ring, bytearray(0))
    for typecode in ("x", "", "overwrite"):
        bad_typecode(typecode)
    for full in ("drop", "", None):
        refuses("full", ValueError, Ring, 4, "B", full)
    for memory in (b"read-only", memoryview(b"read-only"), None):
        raises(TypeError, Ring, memory)


def bad_typecode(typecode):
    """As `array` refuses it: CPython says TypeError or ValueError."""
    try:
        Ring(4, typecode)
    except (TypeError, ValueError):
        return
    raise AssertionError("accepted")


def test_wrong_n_changes_nothing():
    ring = Ring(4)
    ring.write(b"ab")
    for n in (-1, 1):  # nothing is claimed or peeked
        refuses("n", ValueError, ring.commit, n)
        refuses("n", ValueError, ring.release, n)
    assert len(ring.claim()) == 2 and bytes(ring.peek()) == b"ab"
    before = state(ring)
    for n in (-1, 3):
        refuses("n", ValueError, ring.commit, n)
        refuses("n", ValueError, ring.release, n)
        assert state(ring) == before
    ring.commit(2)  # the claim and the peek still stood
    ring.release(2)
    assert ring.any() == 2
    assert ring.skip(-1) == 0 and ring.any() == 2


def test_a_count_that_is_no_integer_changes_nothing():
    for full in ("reject", "overwrite"):
        ring = Ring(4, "B", full)
        ring.write(b"abc")
        ring.claim(), ring.peek()
        before = state(ring)
        raises(TypeError, ring.commit, 1.0)
        raises(TypeError, ring.release, 1.0)
        raises(TypeError, ring.skip, 1.0)
        if full == "overwrite":
            ring.release(0)
            raises(TypeError, ring.claim, 2.5)
        assert state(ring) == before
        assert ring.put(5) and holds(ring) == b"abc\x05"


def test_a_claim_and_a_peek_again_are_the_same():
    ring = Ring(8)
    ring.claim()[0] = 5
    assert ring.claim()[0] == 5 and len(ring.claim()) == 8
    ring.commit(1)
    assert bytes(ring.peek()) == b"\x05" and bytes(ring.peek()) == b"\x05"
    ring.write(b"x")
    assert bytes(ring.peek()) == b"\x05x"
    ring.release(0)  # ends the peek, gives nothing back
    refuses("n", ValueError, ring.release, 1)
    assert ring.any() == 2


def test_bad_buffers_change_nothing():
    for full in ("reject", "overwrite"):
        ring = Ring(6, "h", full)
        ring._write = ring._read = 4
        ring.write(array("h", [1, 2, 3, 4]))  # two before the end, two after it
        before = state(ring)
        raises(TypeError, ring.readinto, b"read-only")
        raises(TypeError, ring.readinto, memoryview(b"read-only"))
        short(ring.readinto, bytearray(7))  # seven bytes take three elements of two
        short(ring.readinto, array("h", [0]), 2)
        assert ring.readinto(array("h", [0]), -1) == 0
        short(ring.write, b"abc")  # bytes in a ring of halfwords
        raises(TypeError, ring.write, None)
        raises(TypeError, ring.write, "text")
        assert state(ring) == before, full
        assert ring.put(5) and ring.put(6) and ring.put(7) == (full == "overwrite")
        into = array("h", [0] * 6)
        assert ring.readinto(into) == 6
        assert list(into) == ([1, 2, 3, 4, 5, 6] if full == "reject" else [2, 3, 4, 5, 6, 7])


def short(fn, *args):
    """A buffer that ends too soon, or has other elements: an error of the runtime's own kind."""
    try:
        fn(*args)
    except Exception as error:
        assert isinstance(error, ValueError) or type(error).__name__ == "error", repr(error)
        return
    raise AssertionError("accepted")


def test_an_overwriting_ring_never_takes_what_is_peeked():
    ring = Ring(4, "B", "overwrite")
    ring.write(b"abcd")
    held = ring.peek()
    assert ring.write(b"e") == 0 and not ring.put(1) and ring.claim(2) is None
    assert bytes(held) == b"abcd" and ring.dropped == 1
    ring.release(1)
    assert ring.write(b"efg") == 3 and ring.dropped == 3
    assert ring.write(b"0123456789") == 10 and ring.dropped == 13
    assert ring.any() == 4 and holds(ring) == b"6789"


def test_a_full_ring_that_rejects_counts_what_put_could_not():
    ring = Ring(2)
    assert [ring.put(i) for i in range(5)] == [True, True, False, False, False]
    assert ring.dropped == 3 and ring.high_water == 2 and holds(ring) == b"\x00\x01"


def test_as_a_stream():
    ring = Ring(16)
    ring.skip(0)
    ring._write = ring._read = 30
    ring.write(b"one\ntwo\nlast")
    assert ring.readline() == b"one\n" and ring.readline() == b"two\n"
    assert ring.read(2) == b"la" and ring.readline() == b"st"
    assert ring.read() == b"" and ring.readline() == b"" and ring.read(3) == b""
    ring.write(b"7\n")
    assert ring.read(1) == b"7" and ring.any() == 1
