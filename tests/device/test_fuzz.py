"""The decoders of a frame survive any bytes: COBS, blockpack, and the reader of frames."""

# lanes: timeout=900

from fuzzing import survive
from helpers import Random
from streams import Sink, Stream

from memchunk import Blockpack, Cobs, Descriptor, Frame, FrameReader, Pipeline, StreamSource, Unblockpack


def test_cobs():
    valid = []
    for n in (0, 1, 5, 70):
        out = bytearray(n + 1)
        Cobs().encode_into(Random(n).bytes(n, 3), out)
        valid.append(out)
    assert survive(Cobs().decode_into, valid, 96, refused=ValueError) > 20


def test_unblockpack():
    for channels in (1, 3, 6):
        pack = Unblockpack(channels)
        valid = []
        for rows in (1, 2, 9):
            out = bytearray(pack.max_len(rows * pack.row_size))
            n = pack.encode_into(Random(rows).bytes(rows * pack.row_size, 1 << 3 * (rows & 1) + 1), out)
            valid.append(out[:n])
            decode = lambda src, dst, rows=rows: pack.decode_into(src, dst, rows)  # noqa: B023, E731
            assert survive(decode, valid[-1:], rows * pack.row_size, refused=ValueError) > 20


def test_frame_reader():
    sink = Sink()
    stages = [Blockpack(2), Frame(Descriptor(1, "s", ("a", "b")))]
    pipeline = Pipeline(StreamSource(Stream(Random(1).bytes(48)), 2), stages, sink, rows=4)
    pipeline.run()
    frames = []
    while sink.sent:
        stop = sink.sent.find(b"\0") + 1
        frames.append(bytes(sink.sent[:stop]))
        sink.sent = sink.sent[stop:]
    reader = FrameReader(128)

    def walk(src, dst):
        fed, n = 0, 0
        while fed < len(src):
            room = reader.claim()
            some = min(len(room), len(src) - fed)
            room[:some] = src[fed : fed + some]
            reader.commit(some)
            fed += some
            while reader.next():
                n += reader.kind == "data"
        reader.claim()[:1] = b"\0"  # whatever it was, here it ends
        reader.commit(1)
        while reader.next():
            n += 1
        n = min(n, len(dst))
        for i in range(n):
            dst[i] = 1
        return n

    assert survive(walk, frames, 96) > 20
    assert reader.bad > 20
