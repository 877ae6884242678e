"""FrameReader: every split of the input, every count, and whatever else may come over a wire."""

from binascii import unhexlify

from helpers import MICROPYTHON, Random, refuses

from memchunk import Chunk, Cobs, Crc32, Descriptor, Frame, FrameReader


def wrapped(item):
    """Any item as a frame."""
    n = len(item)
    lead = Cobs().headroom(n + 4)
    memory = bytearray(lead) + item + bytes(4)
    chunk = Chunk(memory, lead, 4)
    Crc32()(chunk)
    Cobs()(chunk)
    return bytes(chunk.view) + b"\0"


def data_frame(seq, payload=b"\x01\x00\x02\x00", sid=3, ticks=77, rows=1, enc=0):
    frame = Frame(Descriptor(sid, "n", ("a", "b")))
    frame.plan(rows, len(payload), enc)
    lead, tail = frame.headroom(len(payload)), frame.tailroom(len(payload))
    chunk = Chunk(bytearray(lead) + payload + bytes(tail), lead, tail)
    chunk.seq, chunk.ticks, chunk.rows, chunk.enc = seq, ticks, rows, enc
    frame(chunk)
    return bytes(chunk.view)


def descriptor_frame(sid=3):
    return b"\0" + wrapped(Descriptor(sid, "n", ("a", "b")).item)


def read(reader, data, pieces=None):
    """Feed everything, in pieces of the sizes given (the last one again and again); what came out."""
    got, at, turn = [], 0, 0
    while at < len(data):
        room = reader.claim()
        n = min(len(room), len(data) - at)
        if pieces:
            n = min(n, pieces[min(turn, len(pieces) - 1)])
            turn += 1
        assert n > 0, "no room to go on"
        room[:n] = data[at : at + n]
        reader.commit(n)
        at += n
        while reader.next():
            if reader.kind == "data":
                numbers = (reader.sid, reader.seq, reader.ticks, reader.rows, reader.enc)
                got.append(numbers + (bytes(reader.payload),))
            else:
                got.append((reader.kind, bytes(reader.payload)))
    return got


def counts(reader):
    return reader.good, reader.bad, reader.lost, reader.duplicate, reader.restarts


def seqs(data, size=256, **more):
    """Numbers of the frames delivered, and the counts."""
    reader = FrameReader(size, **more)
    return [one[1] for one in read(reader, data)], counts(reader)


def stream():
    return (
        descriptor_frame()
        + data_frame(5)
        + data_frame(6, b"packed\0\0", 3, 0x3FFFFFFF, 255, 1)
        + data_frame(7, bytes(range(44)) * 2, 3, 0, 300, 1)
    )


EXPECTED = [
    ("descriptor", Descriptor(3, "n", ("a", "b")).item),
    (3, 5, 77, 1, 0, b"\x01\x00\x02\x00"),
    (3, 6, 0x3FFFFFFF, 255, 1, b"packed\0\0"),
    (3, 7, 0, 300, 1, bytes(range(44)) * 2),
]


def test_every_split():
    data = stream()
    for cut in range(1, len(data)):
        reader = FrameReader(256)
        assert read(reader, data, (cut, 1000)) == EXPECTED, cut
        assert counts(reader) == (4, 0, 0, 0, 0)


def test_any_pieces():
    data = stream()
    random = Random(1)
    for size in (1, 2, 3, 7, 50):
        assert read(FrameReader(128), data, (size,)) == EXPECTED
    for _ in range(50):
        pieces = [1 + random.below(40) for _ in range(60)]
        assert read(FrameReader(128), data, pieces) == EXPECTED


def test_the_longest_frame_and_one_byte_more():
    longest = data_frame(1, bytes(60), rows=15)
    for size, good, bad in ((len(longest), 3, 0), (len(longest) - 1, 2, 1)):
        reader = FrameReader(size)
        got = read(reader, data_frame(0) + longest + data_frame(2), (1,))
        assert (len(got), reader.bad, reader.lost) == (good, bad, bad)
        assert got[-1][1] == 2


def test_much_too_long_counts_once():
    reader = FrameReader(64)
    got = read(reader, data_frame(0) + b"\x55" * 1000 + b"\0" + data_frame(1))
    assert [one[1] for one in got] == [0, 1] and counts(reader) == (2, 1, 0, 0, 0)


def test_items_that_the_format_does_not_know():
    """docs/wire-format.md, "Data item" and "Descriptor item": each with a right CRC, and bad all the same."""
    for item in (
        "a0ff ff01",  # a map with something behind it
        "a500",  # a map cut off
        "a1006161 00",
        "a1001bff",  # a number cut off
        "a100fa00",
        "a1009bffffffffffffffff",  # an array that is hostile
        "a1005bffffffffffffffff",
        "860100000000d84d4161",  # raw, with a tag, of no rows
        "860100000100d84d40",  # a row of nothing
        "8601000001004401020304",  # raw without a tag
        "86010000000141ff",  # packed, of no rows
    ):
        got = seqs(wrapped(unhexlify(item.replace(" ", ""))) + data_frame(4))
        assert got == ([4], (1, 1, 0, 0, 0)), item


def test_the_tag_of_raw_rows():
    reader = FrameReader(256)
    item = unhexlify("860100000100d85544deadbeef")  # float32, which this reader does not judge
    assert read(reader, wrapped(item)) == [(1, 0, 0, 1, 0, b"\xde\xad\xbe\xef")] and reader.tag == 85
    assert len(read(reader, data_frame(4))) == 1 and reader.tag == 77
    assert len(read(reader, data_frame(5, b"abc", enc=1))) == 1 and reader.tag == 0


def test_empty_frames_mean_nothing():
    assert seqs(b"\0\0\0" + data_frame(0) + b"\0\0" + data_frame(1) + b"\0") == ([0, 1], (2, 0, 0, 0, 0))


def test_lost_and_duplicate_and_restarts():
    def numbers(*given):
        return seqs(b"".join([data_frame(seq) for seq in given]))

    assert numbers(0, 1, 4) == ([0, 1, 4], (3, 0, 2, 0, 0))
    assert numbers(7, 7, 8, 7, 9) == ([7, 8, 9], (3, 0, 0, 2, 0))
    assert numbers(65534, 65535, 0, 1) == ([65534, 65535, 0, 1], (4, 0, 0, 0, 0))
    assert numbers(65535, 2) == ([65535, 2], (2, 0, 2, 0, 0))
    assert numbers(1000, 0, 1) == ([1000, 0, 1], (3, 0, 0, 0, 1))
    assert numbers(1000, 999, 1000) == ([1000, 999, 1000], (3, 0, 0, 0, 1))  # 999 never was missing
    assert numbers(1000, 936, 937) == ([1000, 936, 937], (3, 0, 0, 0, 1))
    assert numbers(0, 2, 1, 3) == ([0, 2, 1, 3], (4, 0, 0, 0, 0))  # late, not lost
    assert numbers(0, 16, 1, 1) == ([0, 16, 1], (3, 0, 14, 1, 0))
    assert numbers(0, 17, 1) == ([0, 17, 1], (3, 0, 16, 0, 1))  # too far back to be known as missing
    assert numbers(65534, 1, 0, 65535, 2) == ([65534, 1, 0, 65535, 2], (5, 0, 0, 0, 0))
    assert numbers(0, 32768) == ([0, 32768], (2, 0, 32767, 0, 0))
    assert numbers(0, 32769) == ([0, 32769], (2, 0, 0, 0, 1))


def test_a_sender_that_starts_anew_is_heard_at_once():
    for n in (1, 2, 15, 16, 17, 33):
        runs = [b"".join([data_frame(seq, bytes((run, 0, 2, 0))) for seq in range(n)]) for run in (1, 2)]
        assert seqs(runs[0] + runs[1]) == (list(range(n)) * 2, (2 * n, 0, 0, 0, 1)), n
        again = seqs(runs[0] + runs[0][-len(data_frame(n - 1)) :])
        assert again == (list(range(n)), (n, 0, 0, 1, 0)), n


def test_streams_are_counted_apart():
    data = b"".join([data_frame(seq, sid=sid) for seq in (0, 2) for sid in (0, 23, 24, 255)])
    assert seqs(data) == ([0] * 4 + [2] * 4, (8, 0, 4, 0, 0))
    # Of more streams than there is memory for, the rest is delivered and not counted.
    assert seqs(data + data_frame(2, sid=255), streams=2) == ([0] * 4 + [2] * 5, (9, 0, 2, 0, 0))


def test_garbage_between_frames():
    random = Random(2)
    for _ in range(50):
        noise = random.bytes(random.below(100), 20)
        data = data_frame(0) + noise + b"\0" + data_frame(1)
        got, found = seqs(data)
        assert got == [0, 1] and found[0] == 2 and found[2:] == (0, 0, 0)
    assert seqs(data_frame(0)[5:] + data_frame(1)) == ([1], (1, 1, 0, 0, 0))


def test_every_bit_flipped():
    """The frame that was hit is bad and lost, and only it; unless its end was hit, then the next one too."""
    before, hit, after = data_frame(0), data_frame(1), data_frame(2) + data_frame(3)
    for bit in range(8 * len(hit)):
        broken = bytearray(hit)
        broken[bit >> 3] ^= 1 << (bit & 7)
        got, found = seqs(before + broken + after)
        if bit >> 3 == len(hit) - 1:
            assert got == [0, 3] and found == (2, 1, 2, 0, 0), bit
        else:
            assert got == [0, 2, 3] and found[0] == 3 and found[1] in (1, 2) and found[2] == 1, bit


def test_cut_at_every_length():
    frame = data_frame(1)
    for n in range(1, len(frame) - 1):
        assert seqs(data_frame(0) + frame[:n] + b"\0" + data_frame(2)) == ([0, 2], (2, 1, 1, 0, 0)), n


def test_items_that_break_the_format():
    head = b"\x86\x03\x19\x00\x00\x1a\x00\x00\x00\x00\x18\x01"
    good = head + b"\x01\x42ab"
    assert seqs(wrapped(good)) == ([0], (1, 0, 0, 0, 0))
    broken = [good[:n] for n in range(len(good))] + [
        good + b"\0",  # more than an item
        b"\x85" + good[1:], b"\x87" + good[1:], b"\x9f" + good[1:], b"\x66" + good[1:],  # no array of six
        b"\x86\x23" + good[2:], b"\x86\xf9" + good[2:],  # a negative sid; a float
        b"\x86\x19\x01\x00" + good[2:], b"\x86\x03\x1a\x00\x01\x00\x00" + good[5:],  # sid, seq too large
        good[:5] + b"\x1b\x00\x00\x00\x01\x00\x00\x00\x00" + good[10:],  # t0
        good[:10] + b"\x1a\x00\x01\x00\x00" + good[12:],  # n
        head + b"\x00\x42ab", head + b"\x01\x62ab", head + b"\x01\x43ab", head + b"\x01\x41ab",
        head + b"\x00\xd8\x4d\x43ab", head + b"\x01\xd8\x4d\x42ab", b"\x00", b"\x60", b"\xf6",
    ]  # fmt: skip
    for item in broken:
        assert seqs(wrapped(item) + data_frame(9)) == ([9], (1, 1, 0, 0, 0)), item


def test_garbage_alone():
    random = Random(3)
    for _ in range(20 if MICROPYTHON else 1000):
        reader = FrameReader(16 + random.below(50))
        read(reader, random.bytes(400, 2 + random.below(250)), (1 + random.below(60),))
        assert reader.good == 0


def test_garbage_with_a_right_crc():
    random = Random(4)
    for _ in range(200 if MICROPYTHON else 20000):
        item = random.bytes(1 + random.below(24))
        if random.below(2):
            item[0] = 0x86
        got, found = seqs(wrapped(item), 64)
        assert found[0] + found[1] == 1 and len(got) == found[0]


def test_claim_and_commit():
    reader = FrameReader(64)
    room = reader.claim()
    assert len(room) == 64
    refuses("n", ValueError, reader.commit, 65)
    refuses("n", ValueError, reader.commit, -1)
    frame = data_frame(0)
    room[: len(frame)] = frame
    reader.commit(len(frame))
    refuses("n", ValueError, reader.commit, 65 - len(frame))
    assert reader.next() and not reader.next()
    for size in (15, 0, -1):
        refuses("size", ValueError, FrameReader, size)
    refuses("streams", ValueError, FrameReader, 64, 0)


def test_a_full_memory_that_nobody_looked_at_is_kept():
    frames = data_frame(0) + data_frame(1)
    reader = FrameReader(len(frames))
    room = reader.claim()
    room[:] = frames
    reader.commit(len(frames))
    assert len(reader.claim()) == 0
    assert reader.next() and reader.seq == 0
    assert len(reader.claim()) == len(frames) // 2  # what was delivered makes room
    assert reader.next() and reader.seq == 1 and not reader.next()
    assert counts(reader) == (2, 0, 0, 0, 0)
