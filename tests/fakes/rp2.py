"""`rp2.DMA` without the chip: channels that are paced by the ADC's FIFO, chain to each other and interrupt.

    rp2.reset()                       # all channels free

Control words are the RP2040's (datasheet, 2.5.7). A channel that writes beyond the buffer it was aimed at, which on
a chip would be somebody else's memory, fails the test.
"""

from fakes.machine import adc, interrupts

_FIELDS = {  # name: first bit, bits
    "enable": (0, 1),
    "high_pri": (1, 1),
    "size": (2, 2),
    "inc_read": (4, 1),
    "inc_write": (5, 1),
    "ring_size": (6, 4),
    "ring_sel": (10, 1),
    "chain_to": (11, 4),
    "treq_sel": (15, 6),
    "irq_quiet": (21, 1),
    "bswap": (22, 1),
    "sniff_en": (23, 1),
    "write_err": (29, 1),
    "read_err": (30, 1),
    "busy": (24, 1),
    "ahb_err": (31, 1),
}
_DREQ_ADC = 36
_channels = [None] * 12


def _field(ctrl, name):
    first, bits = _FIELDS[name]
    return ctrl >> first & (1 << bits) - 1


class DMA:
    """A channel, the lowest that is free. Raises OSError if none is."""

    def __init__(self):
        if None not in _channels:
            raise OSError(16)
        self.channel = _channels.index(None)
        _channels[self.channel] = self
        self._ctrl = self._read = self._reload = self._left = self._at = 0
        self._write = b""
        self._busy = False
        self._handler = None
        self._hard = False

    def close(self):
        """Give the channel back."""
        if self.channel is not None:
            self._busy = False
            self._handler = None
            _channels[self.channel] = None
            self.channel = None

    @property
    def read(self):
        """Address that is read next."""
        return self._read

    @read.setter
    def read(self, value):
        self._read = value

    @property
    def write(self):
        """What it writes to, not where, other than on a chip."""
        return self._write

    @write.setter
    def write(self, value):
        self._check()
        self._write = value
        self._at = 0

    @property
    def count(self):
        """Transfers still to do; set: those of the next time that it is triggered."""
        return self._left if self._busy or self._left else self._reload

    @count.setter
    def count(self, value):
        self._reload = value

    @property
    def ctrl(self):
        """The control word."""
        return self._ctrl | self._busy << 24

    @ctrl.setter
    def ctrl(self, value):
        self._check()
        self._ctrl = value

    def config(self, *, read=None, write=None, count=None, ctrl=None, trigger=False):
        """Set several registers, and start."""
        if read is not None:
            self.read = read
        if write is not None:
            self.write = write
        if count is not None:
            self.count = count
        if ctrl is not None:
            self.ctrl = ctrl
        if trigger:
            self._start()

    def active(self, value=None):
        """Whether it is busy; start or abort it."""
        self._check()
        if value is not None:
            if value:
                self._start()
            else:
                self._busy = False
        return self._busy

    def irq(self, handler=None, hard=False):
        """Call `handler(self)` at the end of each block, or no longer."""
        self._handler, self._hard = handler, hard
        if handler is None:
            interrupts.waiting[self.channel] = None

    def pack_ctrl(self, *, default=None, **kwargs):
        """A control word: quiet, unpaced, incrementing words, unless told otherwise."""
        ctrl = 0x3F8039 | self.channel << 11 if default is None else default
        for name in kwargs:
            first, bits = _FIELDS[name]
            value = int(kwargs[name])
            if value >> bits:
                raise ValueError("bad field value")
            ctrl = ctrl & ~((1 << bits) - 1 << first) | value << first
        return ctrl

    @staticmethod
    def unpack_ctrl(value):
        """The fields of a control word."""
        return {name: _field(value, name) for name in _FIELDS}

    def _check(self):
        adc.access()
        if self.channel is None:
            raise ValueError("channel closed")

    def _start(self):
        if self._ctrl & 1 and not self._busy:
            self._left = self._reload
            self._busy = self._left > 0

    def _transfer(self):
        size = 1 << (self._ctrl >> 2 & 3)
        assert self._read == adc.fifo_address and not _field(self._ctrl, "inc_read")
        assert self._at + size <= len(self._write), "DMA beyond its buffer"
        value = adc.pull()
        i = 0
        while i < size:
            self._write[self._at + i] = value >> 8 * i & 0xFF
            i += 1
        self._at += size
        self._left -= 1
        if not self._left:
            self._end()

    def _end(self):
        self._busy = False
        chain_to = self._ctrl >> 11 & 0xF
        if chain_to != self.channel and _channels[chain_to]:
            _channels[chain_to]._start()
        if self._handler and not _field(self._ctrl, "irq_quiet"):
            assert self._hard
            interrupts.request(self.channel, self._handler, self)


def _pump():
    """Move what the ADC's FIFO holds, as long as a channel wants it."""
    moved = True
    while moved and adc.dreq():
        moved = False
        for channel in _channels:
            if channel and channel._busy and channel._ctrl >> 15 & 0x3F == _DREQ_ADC and adc.dreq():
                channel._transfer()
                moved = True
                break


def reset():
    """All channels free, the ADC off, no interrupt waiting."""
    for channel in _channels:
        if channel:
            channel.close()
    interrupts.reset()
    adc.reset()
    adc.on_fifo = _pump
