"""Fifo: a source that reads a sensor's FIFO in bursts, straight into the slot that is sent.

    source = I2cFifo(i2c, Lsm6dso(rate=1667), Pin(22))       # a Fifo on a bus
    Pipeline(source, stages, sink, rows=64).run()

    sensor ──▶ its FIFO ──▶ pin, at the watermark ──▶ hard IRQ: the time, nothing else
                   └──────▶ burst, in `fill`, on the main side ──▶ claimed slot ──▶ rows, in place

The IRQ does not read: a burst takes milliseconds, the bus may be in use by the main code, and what waits in the
sensor is not lost. What the IRQ alone can do is tell when the watermark was reached, from which the time of the
first row follows.
"""

from memchunk.port import const, ticks_diff, ticks_us
from memchunk.view import ALL, View

_MODULUS = 0x3FFFFFFF
_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`
_PATIENCE = 4  # watermarks in a row that may pass without a row before the sensor is set up anew
_SHORTEST, _LONGEST = 200_000, 1 << 28  # µs that this may be


class Fifo:
    """What both have in common: `sensor` as memchunk.sensors tells, `pin` its interrupt, active high, or None.

    Without a pin `fill` asks the sensor each time that it is called. With one it asks when there is something, and
    time stamps are as good as the IRQ. Every chunk is full but the one before a gap.

    Counts: `errors` of the bus, and times that the sensor fell silent; `overruns` of its FIFO, and holes that its
    marks show. After either, what was read so far goes out as a shorter chunk and a sequence number stays out. The
    sensor is set up anew then, its FIFO emptied, if its bytes carry no marks (`whole` is False), after a second
    error in a row, and after it was silent for four watermarks: it may have lost its supply.

    Allocates: itself, a View, five objects. IRQ-safe: no.
    """

    def __init__(self, sensor, pin=None):
        self.sensor = sensor
        self.row_size = sensor.row_size
        self.ended = False
        self.errors = self.overruns = 0
        self._pin = pin
        self._queue = None  # that it was started with
        self._level = pin.value if pin is not None and sensor.level else None
        self._on_edge = self._edge
        self._room = max(sensor.row_size, sensor.raw_size)
        self._row = bytearray(self._room)  # the last row of a slot, where it has no room for the row as it is read
        self._head = memoryview(self._row)[: sensor.row_size]
        self._view = View(self._row)
        self._period = int(1000000 / sensor.rate + 0.5)
        self._watermark = self._patience = 0  # rows, 0 until it is started; µs
        self._edges = 0  # written by the IRQ alone, as is
        self._stamp = ticks_us()
        self._heard = self._stamp  # when something last came
        self._asked = self._seen = 0  # edges: when last asked, and those that were for what is read
        self._filled = self._ticks = 0
        self._dated = False  # _ticks is that of the slot's first row
        self._missed = False  # a gap is told, and nothing came since
        self._failed = 0  # errors since something came
        self._renew = False  # set the sensor up before the next read

    def start(self, queue):
        """Set the sensor up and listen to its pin; `fill` does so when it is first called.

        Raises ValueError("queue") unless slots hold whole rows, OSError if the sensor does not answer or is another.
        Allocates: a few objects. IRQ-safe: no.
        """
        if queue.size < self.row_size or queue.size % self.row_size:
            raise ValueError("queue: slots of whole rows")
        if self._watermark:
            self.stop()
        watermark = min(queue.size // self.row_size, self.sensor.most)
        self._patience = min(max(_PATIENCE * watermark * self._period, _SHORTEST), _LONGEST)
        self._set_up(watermark)
        self._watermark = watermark
        self._queue = queue
        self.ended = False
        if self._pin is not None:
            _listen(self._pin, self._on_edge)

    def stop(self):
        """Hand over what was read, and let the sensor rest; `ended` is then True. `start` begins anew.

        Raises OSError if the sensor did not hear it. Allocates: a few objects. IRQ-safe: no.
        """
        self.ended = True
        if self._filled:
            self._commit(self._queue)
        self._watermark = 0
        if self._pin is not None:
            self._pin.irq(None)
        self.sensor.stop(self)

    def fill(self, queue):
        """Read what waits in the sensor into the queue's next slot; True if that made a chunk.

        Starts the sensor if need be, and raises what `start` does. Allocates: 0 B (an error of the bus: 32 B, since
        it is caught). IRQ-safe: no.
        """
        if self.ended:
            return False
        if not self._watermark:
            self.start(queue)
        return queue.claim() is not None and self._due() and self._try(queue)

    def _edge(self, _):
        self._stamp = ticks_us()
        self._edges = self._edges + 1 & _MODULUS

    def _due(self):
        if self._renew or self._pin is None:
            return True
        if self._level is not None:
            if self._level():
                return True
        elif (self._edges - self._seen & _MODULUS) >= self._watermark:
            return True
        return self._silent()

    def _silent(self):
        return ticks_diff(ticks_us(), self._heard) > self._patience

    def _try(self, queue):
        try:
            return self._read(queue)
        except OSError:
            return self._fail(queue)

    def _fail(self, queue):
        self.errors += self.errors < _MOST
        self._failed += 1
        return self._gap(queue, self._failed > 1)

    def _read(self, queue):
        if self._renew:
            self._set_up(self._watermark)
        self._asked = self._edges
        waiting = self.sensor.waiting(self)
        overrun = waiting < 0
        if overrun:
            if self._lost(queue):
                return True
            if self._renew:
                return False
            waiting = ~waiting
        if not waiting and self._silent():
            self.errors += self.errors < _MOST
            return self._gap(queue, True)
        if not self._dated:
            self._date(waiting)
        made = self._take(queue, queue.claim(), waiting)
        if overrun:
            self.sensor.waiting(self)  # what was lost until the burst made room is no news the next time
        return made

    def _set_up(self, watermark):
        self.sensor.start(self, watermark)
        self._renew = self._dated = False
        self._heard = ticks_us()
        self._seen = self._edges

    def _date(self, rows):
        """The time of the slot's first row, from that of the newest of `rows` that wait in the sensor."""
        now = ticks_us()
        if self._level is not None and self._asked != self._seen:  # nothing was read since that edge
            now = self._stamp
            rows = self._watermark
        rows += self._filled // self.row_size
        self._ticks = now - (rows - 1) * self._period & _MODULUS
        self._dated = True

    def _take(self, queue, view, waiting):
        while waiting > 0 and self._filled < queue.size:
            n = min((queue.size - self._filled) // self._room, waiting)
            got = self._burst(view, n)
            waiting -= n or 1
            if got and ~got:
                self._heard = ticks_us()
                self._missed = False
                self._failed = 0
            self._filled += (~got if got < 0 else got) * self.row_size
            if got < 0:
                return self._lost(queue)
            if got < n:  # what was in front was passed over, or the rest comes later: look again
                self._dated = False
                break
        self._seen = (self._asked - waiting if self._level is None else self._edges) & _MODULUS
        if self._filled < queue.size:
            return False
        return self._commit(queue)

    def _burst(self, view, n):
        """The next `n` rows behind those that are in the slot, by way of `_row` where there is room for none."""
        if n:
            part = self._view.over(view, self._filled, n * self._room)
            return self.sensor.burst(self, part, n)
        n = self.sensor.burst(self, self._row, 1)
        if n > 0:
            part = self._view.over(view, self._filled, self.row_size)
            part[ALL] = self._head
        return n

    def _commit(self, queue):
        queue.commit(self._filled, self._ticks)
        self._filled = 0
        self._dated = False
        return True

    def _lost(self, queue):
        self.overruns += not self._missed and self.overruns < _MOST
        return self._gap(queue, False)

    def _gap(self, queue, renew):
        self._seen = self._edges  # of the edges so far none dates what comes next
        self._renew = renew or self._renew or not self.sensor.whole
        made = self._filled > 0 and self._commit(queue)
        self._dated = False
        if not self._missed:
            queue.miss()
            self._missed = True
        return made


def _listen(pin, handler):
    try:
        pin.irq(handler, pin.IRQ_RISING, hard=True)
    except TypeError:  # a port without hard IRQs: the time stamp waits for the interpreter
        pin.irq(handler, pin.IRQ_RISING)
