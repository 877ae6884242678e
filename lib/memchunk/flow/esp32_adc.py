"""Esp32Adc: an ESP32's ADC by its timer, whose interrupts only reach the main code's next bytecode.

    source = Esp32Adc((32, 33), hz=500)          # GPIO 32 and 33: rows of two samples
    Pipeline(source, stages, sink, rows=32, depth=4).run()

A collection, or a call into C that takes long, makes such a callback late, or keeps it from being called at all:
the scheduler holds a few. So this one looks at the clock: a row that is missing shows as a gap in the sequence.
"""

from machine import ADC, Pin, Timer

from memchunk.flow.timer import TimerSource
from memchunk.port import const, ticks_diff, ticks_us

_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`


class Esp32Adc(TimerSource):
    """A row of `read_u16` of each of `pins` every 1/`hz` seconds, 0 to 3.3 V nearly; `timer` is 0 to 3.

    `late` counts the rows taken more than half a period after their time. One that would be later than a period is
    left out: it ends the chunk, and a sequence number stays out.

    Raises ValueError naming the argument. Allocates: itself, the ADCs, the timer and their methods. IRQ-safe: no.
    """

    def __init__(self, pins, hz, timer=0):
        if not pins:
            raise ValueError("pins")
        adcs = [ADC(Pin(pin), atten=ADC.ATTN_11DB) for pin in pins]
        super().__init__(Timer(timer), tuple([adc.read_u16 for adc in adcs]), hz)
        self.late = 0
        self._period = int(1000000 / hz)
        self._last = self._wait = 0  # when a row was taken; how long after that the next is due

    def _arm(self):
        self._last = ticks_us()
        self._wait = self._period
        self._timer.init(freq=self.hz, mode=Timer.PERIODIC, callback=self._handler)

    def _take(self):
        now = ticks_us()
        period = self._period
        behind = ticks_diff(now, self._last) - self._wait
        if behind < -(period >> 1):
            return  # a callback that waited in the scheduler: its row was left out
        while behind >= period:
            behind -= period
            self._skip()
        self._last = now
        self._wait = period  # on time: what the timer's period really is does not add up
        if behind > period >> 1:
            self.late += self.late < _MOST
            self._wait -= behind
        super()._take()
