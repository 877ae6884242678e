"""Started: what the sources have in common that interrupts or the firmware fill.

    class Mine(Started):
        def start(self, queue): ...
        def stop(self): ...

docs/porting.md tells how to write one.
"""


class Started:
    """A source of rows of `row_size` bytes that its first `fill` starts.

    `ended` turns True by `stop`; `start` makes it False again.

    Allocates: itself. IRQ-safe: no.
    """

    def __init__(self, row_size):
        self.row_size = row_size
        self.ended = False
        self._queue = None  # None until it is started

    def start(self, queue):
        """Begin to fill `queue`, with slots of whole rows.

        Raises ValueError("size") for other slots. Allocates: what the driver tells. IRQ-safe: no.
        """
        if queue.size % self.row_size:
            raise ValueError("size: no whole rows")
        if self._queue is not None:
            self.stop()
        self._queue = queue
        self.ended = False

    def stop(self):
        """End; `ended` is then True. Allocates: what the driver tells. IRQ-safe: no."""
        self._queue = None
        self.ended = True

    def fill(self, queue):
        """True if a chunk waits in `queue`. The first call, which starts the source, raises as `start` does.

        Allocates: 0 B. IRQ-safe: no.
        """
        if self._queue is None and not self.ended:
            self.start(queue)
        return queue.any() > 0
