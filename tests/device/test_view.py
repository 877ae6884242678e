"""View: the parts of a buffer it shows, the check of the layout it relies on, and life without that."""

import gc
import sys
from array import array

from helpers import MICROPYTHON, Random, raises, refuses

from memchunk import Chunk, ChunkQueue, Ring, View
from skip import Skip

try:
    import uctypes
except ImportError:  # CPython
    uctypes = None


def test_all_parts_of_nested_buffers_of_every_type():
    for typecode in "BbhHiI":
        memory = array(typecode, range(20))
        for buf in (memory, memoryview(memory), memoryview(memory)[3:17], memoryview(memoryview(memory)[3:])[2:9]):
            view = View(buf)
            n = len(buf)
            for start in range(n + 1):
                for stop in range(start, n + 1):
                    shown = view.aim(start, stop)
                    assert len(shown) == stop - start
                    assert list(shown) == list(memoryview(buf)[start:stop])


def test_it_writes_where_it_shows():
    memory = array("h", [0] * 8)
    view = View(memoryview(memory)[2:])
    view.aim(1, 3)[0] = -300
    view.aim(5, 6)[0] = 7
    assert list(memory) == [0, 0, 0, -300, 0, 0, 0, 7]


def test_another_buffer():
    view = View(bytearray(4))
    other = bytearray(b"0123456789")
    assert bytes(view.over(other, 2, 5)) == b"23456"
    assert bytes(view.over(memoryview(other)[3:], 2, 5)) == b"56789"
    view.over(other, 9, 1)[0] = 33
    assert other[9] == 33 and bytes(view.aim(0, 4)) == bytes(4)
    assert list(View(array("h", [1])).over(array("h", [5, 6, -7]), 1, 2)) == [6, -7]


def test_bounds_leave_the_view():
    view = View(bytearray(b"012345"))
    shown = view.aim(2, 5)
    for start, stop in ((-1, 3), (0, 7), (4, 3), (7, 7), (-2, -1)):
        refuses("start", ValueError, view.aim, start, stop)
    assert bytes(shown) == b"234" and len(view.aim(6, 6)) == 0
    raises(TypeError, View, None)
    raises(TypeError, View, 5)


def test_read_only_memory_stays_so():
    view = View(b"constant")
    raises(TypeError, setitem, view.aim(0, 3))
    assert bytes(view.aim(5, 8)) == b"ant"


def setitem(view):
    view[0] = 1


def test_a_stale_view():
    """On a PC it is dead; on a device it is the same object, which shows something else."""
    view = View(bytearray(b"012345"))
    first = view.aim(0, 2)
    second = view.aim(3, 6)
    assert bytes(second) == b"345"
    if not MICROPYTHON:
        raises(ValueError, bytes, first)
    elif View.zero_alloc:
        assert first is second


def test_stale_views_of_every_buffer_are_dead_on_a_pc():
    if MICROPYTHON:
        raise Skip("views are re-aimed here")
    ring, queue, chunk = Ring(4), ChunkQueue(2, 4), Chunk(bytearray(4))
    stale = ring.claim()
    ring.commit(3)
    ring.claim()
    raises(ValueError, bytes, stale)
    stale = ring.peek()
    ring.release(1)
    ring.peek()
    raises(ValueError, bytes, stale)
    queue.claim()
    queue.commit(4)
    stale = queue.peek().view
    queue.peek().view
    raises(ValueError, bytes, stale)
    stale = chunk.view
    chunk.pull(1).view
    raises(ValueError, bytes, stale)


def test_it_keeps_its_buffer_through_collections():
    random = Random(3)
    views = [View(memoryview(random.bytes(60))[10:]) for _ in range(20)]
    kept = [bytes(view.aim(0, 50)) for view in views]
    for _ in range(15):
        garbage = [bytearray(60) for _ in range(30)]
        gc.collect()
        for view, content in zip(views, kept):
            start = random.below(50)
            stop = start + random.below(51 - start)
            garbage.append(bytearray(random.below(90)))
            assert bytes(view.aim(start, stop)) == content[start:stop]
    assert len(garbage) == 50


def words_of(view, size):
    """A copy of a memoryview's words, as an overlay would show them."""
    return bytearray(uctypes.bytes_at(view, size))


def shifted(view, size):
    return words_of(view + size // 3, size)


def longer(view, size):
    words = words_of(view, size)
    words[size // 3] += 1
    return words


def elsewhere(view, size):
    words = words_of(view, size)
    words[2 * size // 3] ^= 0x40
    return words


def further(view, size):
    words = words_of(view, size)
    words[1] += 1
    return words


FOREIGN = (shifted, elsewhere, further)  # seen before anything is written to what is not understood
OVERLAYS = (None, words_of, longer) + FOREIGN  # words_of: right, but the view won't follow


class FakeUctypes:
    """Stands in for `uctypes` while memchunk is imported."""


def with_overlay(overlay, check):
    """`check()` with memchunk imported afresh where `bytearray_at` is `overlay`, which has copies only."""
    shown = []

    def recorded(view, size):
        words = overlay(view, size)
        shown.append((words, bytes(words)))
        return words

    fake = FakeUctypes()
    fake.addressof = uctypes.addressof
    if overlay:
        fake.bytearray_at = recorded
    kept = {}
    for name in list(sys.modules):
        if name.split(".")[0] == "memchunk":
            kept[name] = sys.modules.pop(name)
    sys.modules["uctypes"] = fake
    try:
        check()
    finally:
        for name in list(sys.modules):
            if name.split(".")[0] == "memchunk":
                del sys.modules[name]
        sys.modules.update(kept)
        del sys.modules["uctypes"]
    if overlay in FOREIGN:
        assert shown and all(words == before for words, before in shown), "it was written to"


def the_fallback_works():
    from memchunk.buffers.record_queue import RecordQueue
    from memchunk.buffers.ring import Ring
    from memchunk.chunk_queue import ChunkQueue
    from memchunk.view import View

    assert View is not THIS and not View.zero_alloc
    view = View(memoryview(bytearray(b"0123456789"))[2:])
    first = view.aim(1, 3)
    assert bytes(view.aim(4, 8)) == b"6789" and bytes(first) == b"34"
    assert bytes(view.over(b"other", 1, 3)) == b"the"
    refuses("start", ValueError, view.aim, 0, 9)
    ring = Ring(5, "h")
    for i in range(30):
        assert ring.write(array("h", [i, -i, 2 * i])) == 3
        ring.claim()[0] = 1000
        ring.commit(1)
        into = array("h", [0] * 4)
        assert ring.readinto(into) == 4 and list(into) == [i, -i, 2 * i, 1000]
    queue = ChunkQueue(2, 4, headroom=2, full="overwrite")
    for i in range(5):
        queue.claim()[:] = bytes([i] * 4)
        queue.rest(2)[0] = 9
        queue.commit(4)
    assert bytes(queue.peek().push(2).view)[2:] == b"\x03\x03\x09\x03"
    records = RecordQueue(20)
    for record in (b"one", b"seven77", b"", b"2"):
        assert records.write(record)
        into = bytearray(8)
        assert records.readinto(into) == len(record) and into[: len(record)] == record


THIS = View


def test_a_wrong_layout_is_seen_and_slices_do_instead():
    if not MICROPYTHON:
        raise Skip("slices are what there is here: every other test shows them")
    assert View.zero_alloc, "the layout of this firmware is not what view.py says"
    for overlay in OVERLAYS:
        with_overlay(overlay, the_fallback_works)
    import memchunk.view

    assert memchunk.view.View is THIS


def test_the_right_layout_passes_its_check():
    """What makes the test above fail, should the check be left out or always fail."""
    if not MICROPYTHON:
        raise Skip("no layout to check")
    seen = []

    def check():
        from memchunk.view import View

        seen.append(View.zero_alloc)

    with_overlay(uctypes.bytearray_at, check)
    assert seen == [True]
