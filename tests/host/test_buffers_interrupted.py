"""Each verb of one side interrupted by each verb of the other, at every bytecode that touches the buffer.

Afterwards all is as if one had come whole before the other: same results, same contents, same counts. Or as
if the other had come between the two steps that a verb is known to have, for which see `splits`: a reader
holds, then takes, then lets go; a writer makes room, then publishes. Nothing is lost, torn or doubled, and
`high_water` is never less than what was seen to wait.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter

import pytest
from interrupt import Interrupts
from sides import ChunkSide, RecordSide, RingSide

from memchunk import chunk_queue

POLICIES = ("reject", "overwrite")


def pairs(kind):
    return list(_pairs(kind))


def _pairs(kind):
    """(verb, other): what is interrupted is one call into the library; what interrupts may be several."""
    several = ("claim_commit", "peek_release", "puts", "writes")
    for sides in ((kind.producer, kind.consumer), (kind.consumer, kind.producer)):
        yield from ((verb, other) for verb in sides[0] if verb not in several for other in sides[1])


def outcome(side, results):
    high_water = side.buffer.high_water
    return (results, side.state()), high_water


def serial(make, steps):
    """What the steps leave, one whole after another. A result is the last of its verb's steps."""
    side, results = make(), {}
    for step in steps:
        name, call = step if isinstance(step, tuple) else (step, attrgetter(step))
        found = call(side)
        if not name.startswith("_"):
            results[name] = found
    return outcome(side, results)


def check(irq, make, verb, other):
    orders = [(verb, other), (other, verb)]
    orders += [(*before, other, *after) for before, after in make().splits(verb)]
    allowed = [serial(make, steps) for steps in orders]
    marks = [high_water for _, high_water in allowed]
    count = 0
    while True:
        side, results, seen = make(), {}, []

        def handler(side=side, results=results, seen=seen):
            results[other] = getattr(side, other)
            seen.append(side.buffer.capacity - side.buffer.free())

        results[verb] = irq.during(lambda side=side: getattr(side, verb), handler, count + 1)
        if not irq.happened:
            return count
        count += 1
        found, high_water = outcome(side, results)
        assert found in [left for left, _ in allowed], f"{verb} interrupted at bytecode {count} by {other}"
        assert min(marks) <= high_water <= max(marks) and high_water >= seen[0]


def check_all(kind, places, verb, other, full):
    """From every filling, with and without a peek already held."""
    count = 0
    with Interrupts() as irq:
        for capacity, start in places:
            for used in range(min(capacity, 3) + 1):
                for held in (False, True) if used else (False,):
                    count += check(irq, partial(kind, capacity, full, start, used, held), verb, other)
    assert count > 5 * len(places)


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("verb, other", pairs(RingSide))
def test_ring(verb, other, full):
    check_all(RingSide, ((1, 1), (3, 5)), verb, other, full)


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("verb, other", pairs(ChunkSide))
def test_chunk_queue(verb, other, full, monkeypatch):
    monkeypatch.setattr(chunk_queue, "ticks_us", lambda: 4321)
    check_all(ChunkSide, ((1, 1), (3, 5)), verb, other, full)


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("verb, other", pairs(RecordSide))
def test_record_queue(verb, other, full):
    check_all(RecordSide, ((16, 5), (18, 12)), verb, other, full)
