"""A stage that makes fewer rows, in a pipeline with blockpack and frames.

    gives_its_rows_to_a_pipeline(lambda: Boxcar(3, 4))
"""

from filters import samples
from helpers import Random
from streams import Sink, Stream

from memchunk import Blockpack, Descriptor, Frame, FrameReader, Pipeline, StreamSource, Unblockpack


def gives_its_rows_to_a_pipeline(make, rows=40, chunk=8):
    """What a reader finds in the frames is what the stage makes of all rows at once."""
    data = samples(Random(9), rows * 3)
    whole = bytearray(len(data))
    whole = whole[: make().apply_into(data, whole)]
    sink = Sink()
    imu = Descriptor(1, "imu", ("x", "y", "z"))
    Pipeline(StreamSource(Stream(data), 3), [make(), Blockpack(3), Frame(imu)], sink, rows=chunk).run()
    reader, out, got, frames = FrameReader(len(sink.sent)), bytearray(6 * chunk), b"", 0
    room = reader.claim()
    room[:] = sink.sent
    reader.commit(len(sink.sent))
    while reader.next():
        if reader.kind == "data":
            assert reader.seq == frames
            frames += 1
            got += bytes(out[: Unblockpack(3).decode_into(reader.payload, out, reader.rows)])
    assert got == whole and len(whole) and reader.bad == reader.lost == 0
    assert frames == -(-rows // chunk)
