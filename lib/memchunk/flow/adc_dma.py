"""AdcDma: the ADC of RP2040 and RP2350, free-running, by DMA into the queue: the CPU touches no sample.

    source = AdcDma((26, 27), rate=25_000)       # GPIO 26 and 27 in turns: rows of two samples
    Pipeline(source, [Blockpack(2), frame], sys.stdout.buffer, rows=512, depth=4).run()

    ADC ─▶ its FIFO ─▶ channel 0 ─▶ slot n     slot n+2          the end of one triggers the other, in hardware;
                   └─▶ channel 1 ─▶      slot n+1     slot n+3   its interrupt aims the first at the next slot

Sections are those of the RP2040 datasheet, with the RP2350's in brackets.
"""

import sys
from machine import ADC, mem32
from rp2 import DMA

from memchunk.flow.started import Started
from memchunk.port import const, ticks_us

# ADC registers, 4.9.6 [12.4.7]: offsets and bits
_CS, _FCS, _FIFO, _DIV = 0x00, 0x08, 0x0C, 0x10
_CS_EN, _CS_TS_EN, _CS_START_MANY, _CS_READY = 1 << 0, 1 << 1, 1 << 3, 1 << 8
_CS_AINSEL, _CS_RROBIN = 12, 16  # first bit of each
_FCS_EN, _FCS_SHIFT, _FCS_DREQ_EN, _FCS_EMPTY = 1 << 0, 1 << 1, 1 << 3, 1 << 8
_FCS_UNDER, _FCS_OVER, _FCS_THRESH_1 = 1 << 10, 1 << 11, 1 << 24  # DREQ from the first sample on

_WRITE = const(8)  # words of the queue
_CLAIMED = const(9)
_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`
_CLOCK = 48_000_000  # clk_adc; a conversion takes 96 cycles, 4.9.2 [12.4.3]
_PARTS = 256  # of a cycle, in DIV
_TICK = _CLOCK // 1_000_000 * _PARTS  # parts in 1 µs
_FIRST_PIN = 26
_TEMPERATURE = 4  # the input that is no pin


class AdcDma(Started):
    """Rows of a sample of each of `pins`, `rate` rows a second: GPIO 26 to 29, and 4 for the temperature sensor.

    Pins ascend, as the round robin goes. `bits` is 12 for little-endian int16 of 0 to 4095, or 8 for bytes.
    All inputs together give 733 to 500,000 samples a second; `rate` becomes the rate that the clock divider
    gives. The queue has three slots or more, two of which are being written. A slot should last for 2 ms or more: its
    interrupt takes about 0.5 ms.

    Without a free slot a chunk is written to a spare one of the same size and counted by `miss()`. `overruns` counts
    the times that the ADC's FIFO ran over: interrupts were off for longer than a chunk, as while flash is
    written, or the bus was too busy. Then sampling begins anew with the first pin, one sequence number stays out,
    and the next time stamp tells how long it was. One thing stays unseen: samples that the bus cost within a chunk
    whose interrupt then came too late as well. Time stamps are counted from the start, in the ADC's clock.

    Nobody else may use the ADC meanwhile. Raises ValueError naming the argument, OSError without two free
    channels. Allocates: a dozen objects. IRQ-safe: no.
    """

    def __init__(self, pins, rate, bits=12):
        inputs = [pin - _FIRST_PIN if pin >= _FIRST_PIN else pin for pin in pins]
        named = [_FIRST_PIN + i if i < _TEMPERATURE else i for i in inputs]
        if not inputs or list(pins) != named or inputs != sorted(set(inputs)) or inputs[-1] > _TEMPERATURE:
            raise ValueError("pins: of 26, 27, 28, 29 and 4, in this order")
        if bits not in (8, 12):
            raise ValueError("bits: 8 or 12")
        self._parts = parts = int(_CLOCK * _PARTS / (rate * len(inputs)) + 0.5) if rate > 0 else 0
        if not 96 * _PARTS <= parts <= 65536 * _PARTS:
            raise ValueError("rate: 733 to 500000 samples a second")
        self._itemsize = 2 if bits == 12 else 1
        super().__init__(len(inputs) * self._itemsize)
        self.rate = _CLOCK * _PARTS / parts / len(inputs)
        self.overruns = 0
        for pin in pins:
            ADC(pin)  # powers the ADC up, and takes the pin off its digital function
        rp2350 = "RP2350" in getattr(sys.implementation, "_machine", "")
        self._base = base = 0x400A0000 if rp2350 else 0x4004C000  # 2.2 [2.2]
        self._cs, self._fcs, self._fifo = base + _CS, base + _FCS, base + _FIFO  # no small ints on 32 bits
        self._still = _CS_EN | inputs[0] << _CS_AINSEL
        if len(inputs) > 1:
            self._still |= sum([1 << i for i in inputs]) << _CS_RROBIN
        if inputs[-1] == _TEMPERATURE:
            self._still |= _CS_TS_EN
        self._run = self._still | _CS_START_MANY
        self._listen = _FCS_EN | _FCS_DREQ_EN | _FCS_THRESH_1 | _FCS_OVER | _FCS_UNDER  # writing clears those two
        if bits == 8:
            self._listen |= _FCS_SHIFT
        self._dmas = DMA(), DMA()
        treq = 48 if rp2350 else 36  # DREQ_ADC, 2.5.3.1 [12.6.4.1]
        self._alone = self._control(0, 0, treq), self._control(1, 1, treq)
        self._linked = self._control(0, 1, treq), self._control(1, 0, treq)
        self._handler = self._done  # bound methods would be made in the interrupt
        self._slots = bytearray(2)  # of each channel: whether it writes to a slot, or to the spare one
        self._spare = None
        self._turn = 0  # the channel that ends next
        self._flying = 0  # slots that are being written
        self._began = self._part = 0  # when the next chunk began: µs, and parts of one
        self._lasts = self._lasts_part = 0  # a chunk, likewise

    def _control(self, which, chain_to, treq):
        return self._dmas[which].pack_ctrl(
            size=self._itemsize - 1,  # log2
            inc_read=False,
            treq_sel=treq,
            chain_to=self._dmas[chain_to].channel,
            irq_quiet=False,
            high_pri=True,
        )

    def start(self, queue):
        """Begin to fill `queue`.

        Raises ValueError("size") for slots of no whole rows, ValueError("count") for fewer than three. Allocates:
        the spare slot, and on the first time two handlers. IRQ-safe: no.
        """
        if queue.capacity < 3:
            raise ValueError("count: three slots or more, two are in flight")
        super().start(queue)
        n = queue.size // self._itemsize
        # In two: before MicroPython 1.24 what comes of a large int stays one, and allocates in the interrupt.
        left = n * (self._parts % _TICK)
        self._lasts, self._lasts_part = n * (self._parts // _TICK) + left // _TICK, left % _TICK
        if self._spare is None or len(self._spare) != queue.size:
            self._spare = bytearray(queue.size)
        mem32[self._base + _DIV] = self._parts - _PARTS  # 1 + INT + FRAC / 256 cycles
        for dma in self._dmas:
            dma.config(read=self._fifo, count=n)
            dma.irq(self._handler, hard=True)
        self._begin()

    def stop(self):
        """End; the whole rows of the chunk that was being written come as a short one. Allocates: 0 B. IRQ-safe: no."""
        if self._queue is not None:
            mem32[self._cs] = mem32[self._cs] & ~_CS_START_MANY  # the input stands until the conversion is through
            self._settle()  # what is in the FIFO is on its way by DMA, which takes less than a microsecond
            for dma in self._dmas:
                dma.irq(None)
            if mem32[self._fcs] & _FCS_OVER:  # samples are missing somewhere in what was being written
                self.overruns += self.overruns < _MOST
                self._queue.miss()
            else:
                self._rest(self._queue)
            self._halt()
        super().stop()

    def _rest(self, queue):
        if not self._dmas[self._turn].active():  # its interrupt did not come through
            self._hand_over(self._turn, queue.size)
            self._turn = 1 - self._turn
        n = queue.size - self._dmas[self._turn].count * self._itemsize
        if n >= self.row_size:
            self._hand_over(self._turn, n - n % self.row_size)

    def close(self):
        """Stop, and give the DMA channels back; the source is of no use then. Allocates: 0 B. IRQ-safe: no."""
        self.stop()
        for dma in self._dmas:
            dma.close()

    # From here on all runs in the interrupt, too: it allocates nothing and raises nothing.

    def _done(self, _):
        """The channel whose turn it was is through with its chunk."""
        turn = self._turn
        if self._dmas[turn].active():
            return  # an aborted channel may interrupt once more (RP2040-E13)
        other = 1 - turn
        running = self._dmas[other].active()
        if running and mem32[self._fcs] & _FCS_OVER:  # samples are missing somewhere in both
            self._queue.miss()
            self._lost()
            return
        self._hand_over(turn, self._queue.size)
        if running:
            self._aim(turn)
            self._turn = other
            self._dmas[other].ctrl = self._linked[other]
            if self._dmas[other].active() or self._dmas[turn].active():
                return
        # The other one is through as well, and was not linked: no channel ever writes where it was not aimed.
        self._hand_over(other, self._queue.size)
        self._lost()

    def _hand_over(self, which, n):
        """Commit the first `n` bytes of what a channel has written, or count them."""
        queue = self._queue
        if self._slots[which]:
            queue._words[_CLAIMED] = 1  # what `claim` does, but for a time stamp that is not needed
            queue.commit(n, self._began)
            self._flying -= 1
        else:
            queue.miss()
        part = self._part + self._lasts_part
        carry = part >= _TICK
        self._part = part - _TICK if carry else part
        # Down by 2^30 first: the sum may be beyond a small int, which would allocate.
        self._began = self._began - 0x3FFFFFFF + (self._lasts + carry - 1) & 0x3FFFFFFF

    def _aim(self, which):
        """Let a channel write to the next slot that is free, or to the spare one, and stop after that."""
        queue = self._queue
        dma = self._dmas[which]
        flying = self._flying
        if queue.free(flying + 1) > flying:
            dma.write = queue._views[(queue._words[_WRITE] + flying) % queue.capacity]
            self._flying = flying + 1
            self._slots[which] = 1
        else:
            dma.write = self._spare
            self._slots[which] = 0
        dma.ctrl = self._alone[which]

    def _lost(self):
        self.overruns += self.overruns < _MOST
        self._queue.miss()
        self._begin()

    def _begin(self):
        """Sample from the first input on, into two slots, whatever was before."""
        mem32[self._cs] = self._still
        self._halt()
        self._settle()
        while not mem32[self._fcs] & _FCS_EMPTY:
            mem32[self._fifo]
        mem32[self._fcs] = self._listen
        self._flying = self._turn = self._part = 0
        self._aim(0)
        self._aim(1)
        self._dmas[0].ctrl = self._linked[0]
        self._dmas[0].active(True)
        self._began = ticks_us() & 0x3FFFFFFF
        mem32[self._cs] = self._run

    def _halt(self):
        for dma in self._dmas:
            dma.ctrl = 0  # an aborted channel that is enabled may be triggered again (RP2350-E5)
            dma.active(False)

    def _settle(self):
        while not mem32[self._cs] & _CS_READY:  # 2 µs at most
            pass
