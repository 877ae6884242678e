"""Buffers against the models of tests/device, in full: every interleaving, every reachable state, 10^6 steps."""

from __future__ import annotations

import random
from collections import deque

import pytest
import test_chunk_queue
import test_record_queue
import test_ring
from hypothesis import given, strategies as st
from model import RING_VERBS, RingPair, interleave
from queue_model import CHUNK_VERBS, RECORD_VERBS, ChunkPair, RecordPair

POLICIES = ("reject", "overwrite")
STEPS = 8


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("typecode", "Bhi")
def test_every_interleaving_of_a_ring(typecode, full):
    for capacity in range(1, 6):
        for start in range(2 * capacity):
            for producer in test_ring.PRODUCERS:
                consumer = test_ring.CONSUMERS[(start + len(producer)) % 3]
                interleave(RingPair, (capacity, typecode, full, start), producer, consumer, STEPS)


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("producer", test_chunk_queue.PRODUCERS)
def test_every_interleaving_of_a_chunk_queue(producer, full):
    for count in range(1, 6):
        for start in range(2 * count):
            consumer = test_chunk_queue.CONSUMERS[start % 3]
            interleave(ChunkPair, (count, full, start), producer, consumer, STEPS)


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("producer", test_record_queue.PRODUCERS)
def test_every_interleaving_of_a_record_queue(producer, full):
    for capacity in (8, 10, 12, 14, 16, 18):
        for start in range(0, 2 * capacity, 2):
            consumer = test_record_queue.CONSUMERS[start // 2 % 3]
            interleave(RecordPair, (capacity, full, start), producer, consumer, STEPS)


def ring_in(state, capacity, typecode, full):
    """A ring and its model in `state`: indices, what is claimed, and what is peeked."""
    write, read, claimed, peeked = state
    used = (write - read) % (2 * capacity)
    pair = RingPair(capacity, typecode, full, read)
    ring, model = pair.buffer, pair.model
    model.waiting = list(pair.values(used))
    pair.draft = pair.values(claimed)
    for place, value in enumerate([*model.waiting, *pair.draft]):
        ring._memory[(read + place) % capacity] = value
    ring._write, model.write = write, read + used
    ring._claimed = model.claimed = claimed
    ring._peeked = model.peeked = peeked
    ring.high_water = model.high_water = used
    return pair


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("capacity", range(1, 6))
def test_every_verb_in_every_reachable_state(capacity, full):
    """The closure of all verbs with all arguments: interleavings of any number of steps."""
    arguments = {verb: range(capacity + 3) for verb in RING_VERBS} | dict.fromkeys(("put", "get", "peek"), (0,))
    typecode = "Bhi"[capacity % 3]
    seen = {(start, start, 0, 0) for start in range(2 * capacity)}
    waiting = deque(seen)
    while waiting:
        state = waiting.popleft()
        for verb in RING_VERBS:
            for n in arguments[verb]:
                pair = ring_in(state, capacity, typecode, full)
                pair.do(verb, n)
                ring = pair.buffer
                after = (ring._write, ring._read, ring._claimed, ring._peeked)
                assert after[2:] == (pair.model.claimed, pair.model.peeked)
                pair.drain()
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
    used = {(write - read) % (2 * capacity) for write, read, _, _ in seen}
    assert used == set(range(capacity + 1)) and {state[0] for state in seen} == set(range(2 * capacity))


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("typecode, capacity", [("B", 1), ("B", 257), ("h", 5), ("i", 16)])
def test_a_ring_over_many_random_operations(typecode, capacity, full):
    chance = random.Random(capacity)
    pair = RingPair(capacity, typecode, full, capacity)
    largest = min(capacity + 3, 40)
    for _ in range(75_000):
        pair.do(chance.choice(RING_VERBS), chance.randrange(largest))
    pair.drain()


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("count", [1, 4])
def test_a_chunk_queue_over_many_random_operations(count, full):
    chance = random.Random(count)
    pair = ChunkPair(count, full, count)
    for _ in range(75_000):
        pair.do(chance.choice(CHUNK_VERBS), chance.randrange(8))
    pair.drain()
    assert pair.seq > 0x2000


@pytest.mark.parametrize("full", POLICIES)
@pytest.mark.parametrize("capacity", [8, 62])
def test_a_record_queue_over_many_random_operations(capacity, full):
    chance = random.Random(capacity)
    pair = RecordPair(capacity, full, capacity)
    for _ in range(75_000):
        pair.do(chance.choice(RECORD_VERBS), chance.randrange(capacity // 2 + 1))
    pair.drain()


def steps_of(verbs, most):
    return st.lists(st.tuples(st.sampled_from(verbs), st.integers(0, most)), max_size=60)


@given(st.integers(1, 9), st.sampled_from("Bhi"), st.sampled_from(POLICIES), st.data())
def test_a_ring_shrinks_its_own_counterexamples(capacity, typecode, full, data):
    pair = RingPair(capacity, typecode, full, data.draw(st.integers(0, 2 * capacity - 1)))
    for verb, n in data.draw(steps_of(RING_VERBS, capacity + 2)):
        pair.do(verb, n)
    pair.drain()


@given(st.integers(4, 20), st.sampled_from(POLICIES), st.data())
def test_a_record_queue_shrinks_its_own_counterexamples(half, full, data):
    pair = RecordPair(2 * half, full, 2 * data.draw(st.integers(0, 2 * half - 1)))
    for verb, n in data.draw(steps_of(RECORD_VERBS, half)):
        pair.do(verb, n)
    pair.drain()
