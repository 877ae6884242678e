"""Stats: what a pipeline has moved."""

from memchunk.port import const

_STAGED = const(0)  # words of a Pipeline
_LONGEST = const(3)
_FAILED = const(4)
_SUMS = const(6)
_CARRIES = const(10)
_CARRY = const(1 << 28)


class Stats:
    """`chunks`, `rows`, `bytes_in` and `bytes_out` sent so far; chunks `dropped`, for want of room or by a stage that
    raised; `high_water` of the queue in chunks; `longest_us`, the longest step. All as they were when asked for.

    Allocates: itself, and a count beyond 30 bits. IRQ-safe: no.
    """

    def __init__(self, pipeline):
        words, queue = pipeline._words, pipeline.queue
        self.chunks, self.rows, self.bytes_in, self.bytes_out = [
            words[_CARRIES + i] * _CARRY + words[_SUMS + i] for i in range(4)
        ]
        self.dropped = queue.dropped + words[_FAILED] + (words[_STAGED] == 1)
        self.high_water = queue.high_water
        self.longest_us = words[_LONGEST]
