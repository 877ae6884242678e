"""I2sSource: sound, or what else comes over I2S, on every port that has `machine.I2S`.

    mic = I2S(0, sck=Pin(16), ws=Pin(17), sd=Pin(18), mode=I2S.RX, bits=16, format=I2S.MONO, rate=16000, ibuf=16384)
    Pipeline(I2sSource(mic, 16000), stages, sink, rows=512, depth=3).run()

The firmware's DMA writes into `ibuf`, and its interrupt copies from there into the slot that it was given; when that
is full the firmware calls back, between two bytecodes of the main code, and gets the next. `ibuf` must hold what comes
in the longest time that takes, a collection above all.
"""

from memchunk.flow.started import Started
from memchunk.port import const, ticks_diff, ticks_us

_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`
_SHORTEST = const(200_000)  # µs without a callback before another slot is given


class I2sSource(Started):
    """Rows of `channels` samples of `itemsize` bytes, `rate` rows a second, from a `machine.I2S` that receives.

    `channels` is 1 for `I2S.MONO`, 2 for `I2S.STEREO`, and `itemsize` 2 or 4 as its `bits` are 16 or 32; a frame takes
    16. Without a free slot a chunk goes into a spare one and is counted by `miss()`. `stalls` counts the times that
    no callback came for four chunks, as when the scheduler's queue was full: then a sequence number stays out, and
    a slot is given anew. What runs over in `ibuf` the firmware does not tell.

    Raises ValueError naming the argument. Allocates: itself and two bound methods. IRQ-safe: no.
    """

    def __init__(self, i2s, rate, channels=1, itemsize=2):
        if rate < 1:
            raise ValueError("rate")
        if channels not in (1, 2) or itemsize not in (2, 4):
            raise ValueError("channels, itemsize")
        super().__init__(channels * itemsize)
        self.rate = rate
        self.stalls = 0
        self._i2s = i2s
        self._readinto = i2s.readinto
        self._handler = self._done
        self._spare = None
        self._to_spare = False
        self._patience = self._began = 0

    def start(self, queue):
        """Begin to fill `queue`. Raises ValueError("size") for slots of no whole rows.

        Allocates: a spare slot, the first time. IRQ-safe: no.
        """
        super().start(queue)
        if self._spare is None or len(self._spare) != queue.size:
            self._spare = bytearray(queue.size)
        # Not too short: an ESP32 hands over 256 frames at a time.
        self._patience = max(min(4000000 * (queue.size // self.row_size) // self.rate, 1 << 28), _SHORTEST)
        self._i2s.irq(self._handler)
        self._give()

    def stop(self):
        """End, and switch the I2S off; what the unfinished slot holds is dropped: nobody knows how much it is.

        Allocates: 0 B. IRQ-safe: no.
        """
        if self._queue is not None:
            self._queue.miss()
        super().stop()  # what is called back now finds no queue
        self._i2s.deinit()

    def fill(self, queue):
        """True if a chunk waits in `queue`; gives a new slot where the firmware forgot to ask for one.

        Allocates: 0 B. IRQ-safe: no.
        """
        ready = super().fill(queue)
        if not ready and not self.ended and ticks_diff(ticks_us(), self._began) > self._patience:
            self.stalls += self.stalls < _MOST
            self._queue.miss()
            self._give()
        return ready

    def _done(self, _):
        queue = self._queue
        if queue is None:
            return
        if self._to_spare:
            queue.miss()
        else:
            queue.commit(queue.size, self._began & 0x3FFFFFFF)
        self._give()

    def _give(self):
        view = self._queue.claim()
        self._to_spare = view is None
        self._began = ticks_us()
        self._readinto(self._spare if view is None else view)
