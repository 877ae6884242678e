"""TimerSource: samples taken by a timer's hard interrupt, evenly, whatever the main code does meanwhile.

    adc = ADC(26)
    source = TimerSource(Timer(-1), adc.read_u16, 1000)
    Pipeline(source, stages, sink, rows=32, depth=4).run()

For several channels give a tuple of functions, or one that writes a whole row into the view that it gets:

    TimerSource(Timer(-1), lambda row: i2c.readfrom_mem_into(0x68, 0x3B, row), 200, channels=3)
"""

from memchunk.flow.started import Started
from memchunk.port import const, ticks_us
from memchunk.view import View

_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`


class TimerSource(Started):
    """A row every 1/`hz` seconds, by `read`, which is called in the interrupt and must allocate nothing.

    `read` returns a sample, of which the low 16 bits are kept, or is a tuple of such functions, one a channel.
    With `channels` it is one function that writes a row of so many 16-bit samples into the memoryview that it
    is called with (that needs `View.zero_alloc` on a board).

    `errors` counts the rows whose `read` raised OSError: what the slot holds by then is sent as a short chunk, and
    what would have filled the rest of it is not read and counted as a missed one. So it is for a full queue.
    A period is whole microseconds, as MicroPython's timers count them. `timer` is a `machine.Timer` of a port
    whose `init` knows `hard`; memchunk.flow.esp32_adc shows what else can be done.

    Raises ValueError naming the argument. Allocates: itself and four objects. IRQ-safe: no.
    """

    def __init__(self, timer, read, hz, channels=0):
        if hz <= 0:
            raise ValueError("hz")
        if channels < 0:
            raise ValueError("channels")
        self._reads = read if isinstance(read, tuple) else (read,)
        super().__init__(2 * (channels or len(self._reads)))
        if not self.row_size:
            raise ValueError("read: no function")
        self.hz = hz
        self.errors = 0
        self._timer = timer
        self._read_row = self._reads[0] if channels else None
        self._row = View(bytearray(1))
        self._handler = self._tick  # bound methods would be made in the interrupt
        self._view = None  # of the slot that is being filled
        self._at = self._size = self._ticks = 0
        self._missed = 0  # bytes of rows that were not taken since the slot would have begun

    def start(self, queue):
        """Begin to fill `queue`. Raises ValueError("size") for slots of no whole rows.

        Allocates: what `Timer.init` does. IRQ-safe: no.
        """
        super().start(queue)
        self._view = None
        self._missed = 0
        self._size = queue.size
        self._arm()

    def stop(self):
        """End; the rows of an unfinished slot come as a short chunk. Allocates: 0 B. IRQ-safe: no."""
        if self._queue is not None:
            self._timer.deinit()
            self._give()
            if self._missed:
                self._queue.miss()
        super().stop()

    def _arm(self):
        self._timer.init(freq=self.hz, callback=self._handler, hard=True)

    # From here on all runs in the interrupt.

    def _tick(self, _):
        try:
            self._take()
        except OSError:
            self._fail()

    def _fail(self):
        self.errors += self.errors < _MOST
        self._skip()

    def _take(self):
        view = self._view
        if view is None:
            if self._queue is None:
                return  # a soft timer's, that comes after the end
            if self._missed or not self._next():
                self._miss(0)
                return
            view = self._view
        at = self._at
        if self._read_row is None:
            self._samples(view, at)
        else:
            self._read_row(self._row.over(view, at, self.row_size))
        self._at = at + self.row_size
        if self._at == self._size:
            self._give()

    def _samples(self, view, at):
        i = 0
        while i < len(self._reads):  # a `for` would make the frame one of the heap
            self._put(view, at + 2 * i, self._reads[i]())
            i += 1

    def _put(self, view, at, value):
        view[at] = value & 0xFF
        view[at + 1] = value >> 8 & 0xFF

    def _next(self):
        self._at = 0
        self._view = self._queue.claim()
        self._ticks = ticks_us() & 0x3FFFFFFF
        return self._view is not None

    def _give(self):
        """Commit the rows of the slot, if any."""
        if self._view is not None and self._at:
            self._queue.commit(self._at, self._ticks)
        self._view = None

    def _skip(self):
        at = self._at if self._view is not None else 0
        self._give()
        self._miss(at)

    def _miss(self, before):
        """Leave a row out, after `before` bytes of rows that were taken."""
        self._missed += before + self.row_size
        if self._missed >= self._size:
            self._missed = 0
            self._queue.miss()
