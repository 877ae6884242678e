"""100,000 seeded corruptions of a capture: nothing wrong is delivered, nothing intact is missed.

    MEMCHUNK_CORRUPTIONS=5000 pytest tests/host/test_corruption.py     # a quick look

What must come out is told by a model of five lines that knows no decoder: the damaged bytes are
split at the zeros, and each piece that equals an original frame byte for byte is an intact frame.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from functools import cache

import numpy as np
import pytest
from reference_encoder import BLOCKPACK, RAW, RICE, Sender

from memchunk_host.decode import Decoder

CORRUPTIONS = int(os.environ.get("MEMCHUNK_CORRUPTIONS", "100000"))
PARTS = 10  # of the whole, a test each, so that they can run side by side

Key = tuple[int, int]  # sid, seq


class Original:
    """A capture of two streams, 48 data frames and 12 descriptors, and what is in it."""

    def __init__(self) -> None:
        rng = np.random.default_rng(20)
        self.frames: list[bytes] = []
        self.content: dict[Key, tuple[int, bytes]] = {}  # t0 and the bytes of the rows
        self.data: dict[bytes, Key] = {}  # frame without delimiters -> what it is
        self.descriptors: dict[bytes, int] = {}
        senders = [Sender(sid=1, seq=65_520), Sender(sid=2, channels=["u", "v"], seq=250)]
        for index in range(48):
            if index % 8 == 0:
                for sender in senders:
                    self._add(sender.descriptor())
                    self.descriptors[self.frames[-1].strip(b"\0")] = sender.sid
            self._add_data(senders[index % 2], index, rng)

    def _add(self, frame: bytes) -> None:
        self.frames.append(frame)

    def _add_data(self, sender: Sender, index: int, rng: np.random.Generator) -> None:
        channels = len(sender.map[3])
        n = int(rng.choice([1, 2, 3, 8, 9, 10]))
        rows = np.cumsum(rng.normal(0, 200, (n, channels)), 0).astype(np.int16)
        t0 = (1_073_700_000 + 40_000 * index) % sender.modulus
        key = sender.sid, sender.seq
        enc = RAW if sender.sid == 2 else (RAW, BLOCKPACK, RICE)[index // 2 % 3]
        self._add(sender.data(rows.tolist(), t0, enc))
        self.content[key] = t0, rows.tobytes()
        self.data[self.frames[-1].strip(b"\0")] = key

    def expected(self, damaged: bytes) -> tuple[set[Key], int]:
        """The data frames that are intact and described before, and the number of pieces."""
        described, intact = set(), set()
        pieces = [piece for piece in damaged.split(b"\0") if piece]
        for piece in pieces:
            if piece in self.descriptors:
                described.add(self.descriptors[piece])
            elif piece in self.data and self.data[piece][0] in described:
                intact.add(self.data[piece])
        return intact, len(pieces)


@cache
def original() -> Original:
    return Original()


# Each takes the frames of a window and returns damaged bytes.


def flip_bits(frames: list[bytes], rng: random.Random) -> bytes:
    data = bytearray(b"".join(frames))
    for _ in range(rng.choice([1, 1, 1, 2, 3, 8, 32])):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def burst(frames: list[bytes], rng: random.Random) -> bytes:
    data = bytearray(b"".join(frames))
    start = rng.randrange(len(data))
    noise = rng.randbytes(rng.randint(1, 60))
    data[start : start + len(noise)] = noise
    return bytes(data)


def cut(frames: list[bytes], rng: random.Random) -> bytes:
    data = b"".join(frames)
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice([1, 1, 2, 5, 40, 200]) :]


def cut_an_end(frames: list[bytes], rng: random.Random) -> bytes:
    data = b"".join(frames)
    place = rng.randrange(len(data))
    return data[place:] if rng.random() < 0.5 else data[:place]


def insert(frames: list[bytes], rng: random.Random) -> bytes:
    data = b"".join(frames)
    place = rng.randrange(len(data) + 1)
    stuff = rng.choice([b"\0", b"\xff", rng.randbytes(rng.randint(1, 40)), data[place : place + 30]])
    return data[:place] + stuff + data[place:]


def swap_frames(frames: list[bytes], rng: random.Random) -> bytes:
    frames = frames[:]
    i, j = rng.randrange(len(frames)), rng.randrange(len(frames))
    frames[i], frames[j] = frames[j], frames[i]
    return b"".join(frames)


def swap_bytes(frames: list[bytes], rng: random.Random) -> bytes:
    data = bytearray(b"".join(frames))
    i, j = rng.randrange(len(data)), rng.randrange(len(data))
    data[i], data[j] = data[j], data[i]
    return bytes(data)


def repeat_frames(frames: list[bytes], rng: random.Random) -> bytes:
    frames = frames[:]
    start = rng.randrange(len(frames))
    again = frames[start : start + rng.randint(1, 4)]
    place = rng.randint(0, len(frames))
    return b"".join(frames[:place] + again + frames[place:])


def drop_delimiters(frames: list[bytes], rng: random.Random) -> bytes:
    frames = frames[:]
    for _ in range(rng.randint(1, 3)):
        index = rng.randrange(len(frames))
        frames[index] = frames[index].rstrip(b"\0")
    return b"".join(frames)


def splice(frames: list[bytes], rng: random.Random) -> bytes:
    """The head of one frame runs on into the tail of another."""
    i, j = rng.randrange(len(frames)), rng.randrange(len(frames))
    mixed = frames[i][: rng.randrange(len(frames[i]))] + frames[j][rng.randrange(len(frames[j])) :]
    return b"".join([*frames[:i], mixed, *frames[i + 1 :]])


CORRUPTERS = [
    flip_bits,
    flip_bits,
    burst,
    cut,
    cut_an_end,
    insert,
    swap_frames,
    swap_bytes,
    repeat_frames,
    drop_delimiters,
    splice,
]


def check(capture: Original, damaged: bytes, rng: random.Random) -> Counter[str]:
    """Decode `damaged`, now and then in two pieces, and hold it against the original."""
    decoder = Decoder()
    place = rng.randint(0, 8 * len(damaged))
    batches = decoder.feed(damaged[:place]) + decoder.feed(damaged[place:]) + decoder.close()
    delivered: Counter[Key] = Counter()
    for batch in batches:
        stream, end = batch.stream, 0
        for seq, t0, n in zip(batch.seq.tolist(), batch.t0.tolist(), batch.counts.tolist(), strict=True):
            start, end = end, end + n
            rows = batch.samples[start:end].tobytes()
            assert capture.content.get((stream.sid, seq)) == (t0 % stream.modulus, rows), "a wrong row"
            delivered[stream.sid, seq] += 1
        assert end == len(batch.samples) == len(batch.time)
    intact, pieces = capture.expected(damaged)
    assert intact == set(delivered), "an intact frame is missing, or a damaged one came through"
    counts = decoder.counts
    assert counts.restarts or max(delivered.values(), default=1) == 1, "a frame came twice"
    told = counts.frames + counts.descriptors + counts.bad + counts.duplicate + counts.unknown
    assert told == pieces, "a frame is not accounted for"
    assert counts.lost >= 0 and counts.bytes == len(damaged)
    return Counter(name for name, value in vars(counts).items() if value)


@pytest.mark.parametrize("part", range(PARTS))
def test_corruptions(part: int) -> None:
    capture = original()
    rng = random.Random(f"corruption {part}")
    seen: Counter[str] = Counter()
    for number in range(CORRUPTIONS // PARTS):
        begin = 10 * rng.randrange(6)  # at a descriptor
        frames = capture.frames[begin : begin + rng.randint(3, 9)]
        corrupt = CORRUPTERS[number % len(CORRUPTERS)]
        damaged = corrupt(frames, rng)
        try:
            seen += check(capture, damaged, rng)
        except Exception as error:
            error.args = (f"part {part}, number {number}, {corrupt.__name__}: {error}\n{damaged.hex()}",)
            raise
    if CORRUPTIONS >= 10_000:  # every way in which a frame can end was met
        assert all(seen[name] for name in ("frames", "bad", "lost", "duplicate", "late", "unknown")), seen


def test_the_capture_as_it_is() -> None:
    capture = original()
    assert len(capture.content) == 48 and len(set(capture.descriptors.values())) == 2
    seen = check(capture, b"".join(capture.frames), random.Random(0))
    assert set(seen) == {"frames", "rows", "descriptors", "bytes"}


def test_the_whole_capture_damaged_all_over() -> None:
    capture = original()
    rng = random.Random("all over")
    for _ in range(300):
        frames = capture.frames
        for _ in range(rng.randint(2, 6)):
            damaged = rng.choice(CORRUPTERS)(frames, rng)
            frames = [piece + b"\0" for piece in damaged.split(b"\0")]
        check(capture, damaged, rng)
