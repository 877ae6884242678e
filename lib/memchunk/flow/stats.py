"""Stats: what a pipeline has moved."""

_CHUNKS, _ROWS, _BYTES_IN, _BYTES_OUT = range(4)


class Stats:
    """`chunks`, `rows`, `bytes_in` and `bytes_out` sent so far, `dropped` and `high_water` of the queue in
    chunks, and `longest_us`, the longest step: as they were when the pipeline was asked for its `stats`.

    Allocates: itself, and a count beyond 30 bits. IRQ-safe: no.
    """

    def __init__(self, pipeline):
        self.chunks = pipeline.count(_CHUNKS)
        self.rows = pipeline.count(_ROWS)
        self.bytes_in = pipeline.count(_BYTES_IN)
        self.bytes_out = pipeline.count(_BYTES_OUT)
        self.dropped = pipeline.queue.dropped
        self.high_water = pipeline.queue.high_water
        self.longest_us = pipeline.longest_us
