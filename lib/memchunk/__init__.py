"""Chunked streaming in fixed memory: nothing is allocated per chunk.

    from memchunk import Ring
    ring = Ring(256)
    ring.write(b"sample")

Names load their module on first use, so importing one costs only what that one needs.
"""

__version__ = "0.1.0"

# One string where a dict would be natural: it takes a third of the heap.
_HOMES = (
    " View=view Chunk=chunk DecodeError=errors chunks=iterate windows=iterate read_chunks=iterate lines=iterate"
    " Ring=buffers.ring ChunkQueue=buffers.chunk_queue BufferPool=buffers.buffer_pool"
    " RecordQueue=buffers.record_queue"
    " Delta=codecs.delta Zigzag=codecs.zigzag Cobs=codecs.cobs Crc32=codecs.crc"
    " Blockpack=codecs.blockpack Unblockpack=codecs.unblockpack"
    " Descriptor=frame Frame=frame FrameReader=frame.reader"
    " Pipeline=flow StreamSource=flow "
)


def __getattr__(name):
    at = _HOMES.find(" " + name + "=")
    if at >= 0:
        at += len(name) + 2
        module = __import__("memchunk." + _HOMES[at : _HOMES.find(" ", at)], None, None, (name,))
        globals()[name] = found = getattr(module, name)
        return found
    if name[0] != "_":
        try:  # MicroPython asks here for submodules too
            return __import__("memchunk." + name, None, None, (name,))
        except ImportError as error:
            if name not in str(error):
                raise
    raise AttributeError(name)
