"""Objects by type, who refers to one, and numbers that look as if they did."""

import gc
import struct

from helpers import MICROPYTHON, raises

from memchunk import heap
from memchunk.heap.objects import Census
from skip import Skip


class Thing:
    def __init__(self, of=None):
        self.of = of


class Other(Thing):
    pass


things = []
holder = {"a": [1, (2, None)], "b": None}


def by_table():
    seen = heap.census()
    if seen.how == "modules":
        raise Skip("no table of this heap, or no machine code")
    return seen


def test_census_counts_what_is_made():
    before = heap.census()
    things.extend([Thing() for _ in range(20)])
    things.extend([bytearray(100) for _ in range(10)])
    after = heap.census()
    came = heap.difference(before, after).rows
    things.clear()
    gone = heap.difference(after, heap.census()).rows
    assert came["Thing"][0] == 20 and gone["Thing"][0] == -20, (came, gone)
    if before.how == "table":
        assert came["bytearray"][0] >= 10 and gone["bytearray"][0] <= -10 and came["Thing"][1] >= 20 * 16, came
    else:
        assert before.how == "gc" or came["Thing"][1] == 0


def test_the_census_has_the_whole_heap():
    if not MICROPYTHON:
        raise Skip("CPython counts what its collector tracks")
    by_table()
    gc.collect()
    seen = heap.census()
    n, size = seen.total
    used = gc.mem_alloc()
    # The census itself came after, and is garbage in parts.
    assert size <= used <= size + 12000, (size, used)
    assert sum([row[0] for row in seen.rows.values()]) == n > 300
    assert seen.rows["data"][1] > seen.rows["function"][1] > 0


def test_the_census_is_not_in_the_census():
    if not MICROPYTHON:
        raise Skip("CPython's own churn")
    by_table()
    one = heap.census()
    two = heap.census()
    n, size = heap.difference(one, two).total
    assert abs(size) < 4096, (size, heap.difference(one, two))


def test_difference_of_equals_is_nothing():
    seen = heap.census()
    nothing = heap.difference(seen, seen)
    assert nothing.rows == {} and nothing.total == (0, 0)


def test_report():
    seen = Census("table", {"str": (2, 64), "data": (1, 5000), "int": (9, 64)})
    lines = str(seen).split("\n")
    assert lines[0].split()[0] == "objects" and lines[0].endswith("table")
    assert [line.split()[2] for line in lines[1:]] == ["data", "int", "str"]
    assert lines[1].split()[:2] == ["1", "5000"] and seen.total == (12, 5128)


def test_referrers():
    thing = Thing()
    assert heap.referrers(thing) == []  # but of a local name
    things.append(Other(of=thing))
    holder["b"] = (0, thing)
    try:
        found = sorted(heap.referrers(thing))
    finally:
        things.clear()
        holder["b"] = None
    ends = [path.split("test_heap_census")[-1] for path in found]
    assert ".holder['b'][1]" in ends and ".things[0].of" in ends and len(ends) == 2, found
    assert heap.referrers(thing) == []


def test_audit():
    if not MICROPYTHON:
        assert heap.audit(bytes(range(64))) == 0
        raise Skip("CPython looks at no numbers")
    by_table()
    kept = [bytearray(64) for _ in range(3)]
    places = [id(each) & (1 << 8 * struct.calcsize("P")) - 1 for each in kept]
    words = bytearray(struct.pack("PPPPP", 7, places[0], places[1] + 1, 0, places[2]))
    assert heap.audit(words) == 2
    assert heap.audit(memoryview(words)[1:]) == 2 and heap.audit(memoryview(words)[-struct.calcsize("P") :]) == 1
    assert heap.audit(bytearray(100)) == heap.audit(b"") == heap.audit(b"1") == 0
    from array import array

    numbers = array("H", bytes(0))
    numbers.extend(array("H", [3] * 8))
    for i in range(struct.calcsize("P") // 2):
        numbers[i + 4] = places[0] >> 16 * i & 0xFFFF
    assert heap.audit(numbers) == 1
    del kept[0]


def test_where_there_is_no_table():
    import memchunk.heap.objects as objects
    import memchunk.heap.references as references

    by_table()
    if not MICROPYTHON:
        raise Skip("asks no table")
    was = objects.find, references.find
    objects.find = references.find = lambda: "no such table"
    try:
        seen = heap.census()
        assert "no such table" in str(raises(RuntimeError, heap.audit, bytes(64)))
    finally:
        objects.find, references.find = was
    assert seen.how == "modules" and seen.rows["function"][0] > 20 and seen.rows["function"][1] == 0
