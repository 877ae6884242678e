"""Chunked streaming in fixed memory: nothing is allocated per chunk.

    from memchunk import Ring
    ring = Ring(256)
    ring.write(b"sample")

Names load their module on first use, so importing one costs only what that one needs.
"""

__version__ = "0.1.0"

_HOMES = {
    "View": "view",
    "Chunk": "chunk",
    "DecodeError": "errors",
    "chunks": "iterate",
    "windows": "iterate",
    "read_chunks": "iterate",
    "lines": "iterate",
    "Ring": "buffers.ring",
    "ChunkQueue": "buffers.chunk_queue",
    "BufferPool": "buffers.buffer_pool",
    "RecordQueue": "buffers.record_queue",
    "Delta": "codecs.delta",
    "Zigzag": "codecs.zigzag",
    "Blockpack": "codecs.blockpack",
    "Cobs": "codecs.cobs",
    "Crc32": "codecs.crc",
    "Descriptor": "frame.descriptor",
    "Frame": "frame.writer",
    "FrameReader": "frame.reader",
    "Pipeline": "flow.pipeline",
    "StreamSource": "flow.source",
}


def __getattr__(name):
    if name.startswith("_"):
        raise AttributeError(name)
    home = _HOMES.get(name)
    path = __name__ + "." + (home or name)
    try:
        found = __import__(path, None, None, ("*",))
    except ImportError:
        if home:
            raise
        raise AttributeError(name)
    if home:
        found = getattr(found, name)
    globals()[name] = found
    return found
