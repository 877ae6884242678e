"""Stats: what a pipeline has moved."""

from memchunk.flow import CARRY

_CHUNKS, _ROWS, _BYTES_IN, _BYTES_OUT = range(4)


class Stats:
    """`chunks`, `rows`, `bytes_in` and `bytes_out` sent so far; chunks `dropped`, for want of room or by a stage that
    raised; `high_water` of the queue in chunks; `longest_us`, the longest step. All as they were when asked for.

    Allocates: itself, and a count beyond 30 bits. IRQ-safe: no.
    """

    def __init__(self, pipeline):
        self.chunks = _count(pipeline, _CHUNKS)
        self.rows = _count(pipeline, _ROWS)
        self.bytes_in = _count(pipeline, _BYTES_IN)
        self.bytes_out = _count(pipeline, _BYTES_OUT)
        self.dropped = pipeline.queue.dropped + pipeline._failed
        self.high_water = pipeline.queue.high_water
        self.longest_us = pipeline.longest_us


def _count(pipeline, which):
    return pipeline._high[which] * CARRY + pipeline._low[which]
