"""The census against the collector's own count on this firmware; paths to an object; numbers like addresses."""

import gc
from struct import calcsize, pack

from memchunk import heap

kept = []


class Reading:
    pass


def test_census():
    before = heap.census()
    kept.extend([Reading() for _ in range(20)])
    after = heap.census()
    assert before.how == after.how == "table"
    came = heap.difference(before, after).rows["Reading"]
    assert came == (20, 20 * 4 * calcsize("P")), came


def test_the_census_has_the_whole_heap():
    heap.census()  # loads what it needs
    size = heap.census().total[1]
    gc.collect()
    used = gc.mem_alloc()
    assert abs(used - size) < 4096, (size, used)


def test_referrers():
    held = bytearray(9)
    kept.append([3, held])
    found = heap.referrers(held)
    del kept[:]
    assert len(found) == 1 and found[0].endswith("[1]") and ".kept[" in found[0], found


def test_audit():
    held = bytearray(64)
    place = id(held) & (1 << 8 * calcsize("P")) - 1
    assert heap.audit(pack("PPP", 5, place, place + 1)) == 1
    assert heap.audit(bytes(200)) == 0
