"""Nothing is allocated: each method of codecs, frame and flow that says so, by both proofs.

`CALLS` names them; on CPython, where docstrings are, a test looks for any that is missing. A call's frame
on the heap, freed at its end, neither proof sees.
"""
# lanes: heap=160k

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk import (
    Blockpack,
    Chunk,
    Cobs,
    Crc32,
    Delta,
    Descriptor,
    Frame,
    FrameReader,
    Pipeline,
    Rice,
    StreamSource,
    Unblockpack,
    Zigzag,
    codecs,
)
from memchunk.codecs import delta
from memchunk.codecs.cbor import ARRAY, BYTES, UINT, CborReader, CborWriter
from memchunk.codecs.codec import Codec
from memchunk.view import ALL
from skip import Skip

MODULES = (
    "codecs codecs.codec codecs.blockpack codecs.unblockpack codecs.cobs codecs.crc codecs.cbor codecs.delta"
    " codecs.zigzag frame frame.reader frame.template flow flow.footprint flow.stats"
)
DATA = bytes(Random(1).bytes(72))  # 4 rows of 9 channels
SEEN = bytearray(DATA)
OUT, VIEW = bytearray(200), memoryview(bytearray(200))
STUFFED, PACKED, CHECKED = bytearray(80), bytearray(120), bytearray(DATA + bytes(4))
ITEM = b"\x86\x07\x19\x01\x02\x1a\x00\x00\x4e\x20\x18\x0a\x43abc"
descriptor = Descriptor(7, "n", ("a", "b", "c", "d", "e", "f", "g", "h", "i"))
codec, cobs, crc, pack, steps, zigzag = Codec(), Cobs(), Crc32(), Blockpack(9), Delta(9), Zigzag()
unpack, planned = Unblockpack(9), Unblockpack(9)
STUFFED = STUFFED[: cobs.encode_into(DATA, STUFFED)]
PACKED = PACKED[: pack.encode_into(DATA, PACKED)]
crc(Chunk(CHECKED, 0, 4))
writer, reader, another = CborWriter(bytearray(100)), CborReader(ITEM), CborReader(ITEM)
chunk = Chunk(bytearray(300), 200, 28)


class Endless:
    """A stream of as many chunks as `left` says, that writes nothing and takes everything."""

    left = 1

    def readinto(self, view):
        self.left -= 1
        return len(view) if self.left >= 0 else 0

    def write(self, view):
        return len(view)


stream = Endless()
source = StreamSource(stream, 9)
frame = Frame(descriptor, repeat_ms=1)
pipeline = Pipeline(source, [Blockpack(9), frame], stream, rows=4)
riced = Pipeline(source, [Rice(9), Frame(descriptor)], stream, rows=4)
link = Frame(descriptor, link=False)
link.plan(4, 72, 0)
lone = Frame(descriptor)
lone.plan(4, 72, 0)
lone.due(0)
frames = FrameReader(256)


def framed():
    chunk.set(100, 172)
    payload = chunk.view
    payload[ALL] = DATA
    chunk.rows, chunk.seq, chunk.ticks, chunk.enc = 4, 0xFFFF, 0x3FFFFFFF, 0


def whole_frame():
    framed()
    lone(chunk)
    return bytes(chunk.view)


FRAME = whole_frame()


def in_place(stage, data):
    def call():
        chunk.set(100, 100 + len(data))
        payload = chunk.view
        payload[ALL] = data
        chunk.rows = 4
        stage(chunk)

    return call


def writing(put, value):
    def call():
        writer.size = 0
        put(value)

    return call


def reading(verb, at, *args):
    if not args:
        return reading(lambda _: verb(), at, None)
    argument = args[0]

    def call():
        reader.at = at
        verb(argument)

    return call


def framing(stage):
    def call():
        framed()
        stage(chunk)

    return call


def frame_due():
    frame._said_at[0] = 0
    assert frame.due(5)
    lone.due(5)  # not yet


def receive():
    """Frames in two pieces, and one that was there before."""
    half = len(FRAME) // 2
    room = frames.claim()
    at = 0
    while at < half:
        room[at] = FRAME[at]
        at += 1
    frames.commit(half)
    assert not frames.next()
    room = frames.claim()
    while at < len(FRAME):
        room[at - half] = FRAME[at]
        at += 1
    frames.commit(len(FRAME) - half)
    frames.next()
    assert frames.payload


def step():
    stream.left, source.ended = 1, False
    frame._said_at[0] = 0
    assert pipeline.step()
    assert not pipeline.step()


def run():
    stream.left, source.ended = 3, False
    pipeline.run()


def run_with_rice():
    stream.left, source.ended = 3, False
    riced.run()


def fill():
    stream.left, source.ended = 1, False
    assert source.fill(pipeline.queue)
    pipeline.queue.peek()
    pipeline.queue.release()


CALLS = {
    "Stage.headroom": lambda: codec.headroom(9),
    "Stage.tailroom": lambda: codec.tailroom(9),
    "Stage.max_len": lambda: codec.max_len(9),
    "Stage.__call__": in_place(Cobs(), DATA),
    "size_of": lambda: codecs.size_of(DATA),
    "writable": lambda: codecs.writable(OUT, "OUT"),
    "check_into": lambda: codecs.check_into(DATA, VIEW, 72, 72),
    "check_int16": lambda: delta.check_int16(DATA, VIEW, 72),
    "Cobs.headroom": lambda: cobs.headroom(600),
    "Cobs.max_len": lambda: cobs.max_len(600),
    "Cobs.encode_into": lambda: cobs.encode_into(DATA, OUT),
    "Cobs.decode_into": lambda: cobs.decode_into(STUFFED, VIEW),
    "Cobs.encode": in_place(cobs.encode, DATA),
    "Cobs.decode": in_place(cobs.decode, STUFFED),
    "Crc32.tailroom": lambda: crc.tailroom(9),
    "Crc32.max_len": lambda: crc.max_len(9),
    "Crc32.reset": crc.reset,
    "Crc32.update": lambda: crc.update(DATA),
    "Crc32.encode": in_place(crc.encode, DATA),
    "Crc32.decode": in_place(crc.decode, CHECKED),
    "Blockpack.max_len": lambda: pack.max_len(7200),
    "Blockpack.headroom": lambda: pack.headroom(7200),
    "Blockpack.encode_into": lambda: pack.encode_into(SEEN, VIEW),
    "Unblockpack.decode_into": lambda: unpack.decode_into(PACKED, OUT, 4),
    "Blockpack.encode": in_place(pack.encode, DATA),
    "Blockpack.__call__": in_place(pack, DATA),
    "Blockpack.tailroom": lambda: pack.tailroom(9),
    "Unblockpack.__call__": in_place(Unblockpack(9), PACKED),
    "Unblockpack.decode": in_place(unpack.decode, PACKED),
    "Unblockpack.plan": lambda: planned.plan(4, 72, 1),
    "Unblockpack.headroom": lambda: planned.headroom(72),
    "Unblockpack.max_len": lambda: planned.max_len(72),
    "Delta.encode_into": lambda: steps.encode_into(DATA, OUT),
    "Delta.decode_into": lambda: steps.decode_into(SEEN, SEEN),
    "Transform.encode": in_place(steps.encode, DATA),
    "Transform.decode": in_place(steps.decode, DATA),
    "Zigzag.encode_into": lambda: zigzag.encode_into(DATA, VIEW),
    "Zigzag.decode_into": lambda: zigzag.decode_into(DATA, OUT),
    "CborWriter.head": writing(lambda value: writer.head(UINT, value), 0x3FFFFFFF),
    "CborWriter.int": writing(writer.int, -70000),
    "CborWriter.float": writing(writer.float, 0.5),
    "CborWriter.bytes": writing(writer.bytes, DATA),
    "CborWriter.array": writing(writer.array, 6),
    "CborWriter.map": writing(writer.map, 300),
    "CborWriter.tag": writing(writer.tag, 77),
    "CborReader.reset": lambda: another.reset(ITEM, 5),
    "CborReader.head": reading(reader.head, 5),
    "CborReader.expect": reading(reader.expect, 0, ARRAY),
    "CborReader.uint": reading(reader.uint, 2),
    "CborReader.string": reading(reader.string, 12, BYTES),
    "Frame.headroom": lambda: lone.headroom(600),
    "Frame.tailroom": lambda: lone.tailroom(600),
    "Frame.max_len": lambda: lone.max_len(600),
    "Frame.encode": framing(lone.encode),
    "Frame.__call__": framing(lone),
    "Frame.encode, link=False": framing(link.encode),
    "Frame.due": frame_due,
    "FrameReader.claim": receive,
    "FrameReader.commit": receive,
    "FrameReader.next": receive,
    "FrameReader.payload": receive,
    "StreamSource.fill": fill,
    "Pipeline.done": lambda: pipeline.done,
    "Pipeline.step": step,
    "Pipeline.run": run,
    "Pipeline.run, rice": run_with_rice,
}


def test_the_proofs_see_what_allocates():
    if not MICROPYTHON:
        raise Skip("CPython's heap is another one")
    found = [garbage(call) for call in (lambda: DATA[1:3], lambda: cobs.encode, caught)]
    assert all(bytes_a_call > 0 for bytes_a_call in found), found
    assert garbage(lambda: len(DATA)) == 0


def caught():
    try:
        raise ValueError
    except ValueError:
        pass


def test_no_call_allocates():
    if not MICROPYTHON:
        raise Skip("CPython's heap is another one")
    found = [(name, garbage(call)) for name, call in CALLS.items()]
    allocating = [one for one in found if one[1]]
    assert not allocating, allocating


def test_no_method_is_missing():
    if MICROPYTHON:
        raise Skip("its code has no docstrings")
    assert unproved(MODULES, CALLS) == (set(), set())
    for call in CALLS.values():
        call()
        call()
