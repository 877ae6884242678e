"""`machine` without a machine: pins, a timer, the ADC with its registers, UART and I2S, and interrupts.

    machine.adc.signal = lambda channel, n: n & 0xFFF
    machine.adc.convert(1000)         # so many conversions go by, and whatever they cause
    timer.fire(); uart.feed(b"…"); i2s.feed(b"…")

A hard interrupt is called with the heap locked, so that one that allocates fails its test, and its exceptions reach
the test, where a board would print them and turn it off.
"""

try:
    from micropython import heap_lock, heap_unlock
except ImportError:

    def heap_lock():
        """CPython's heap is another one."""

    def heap_unlock():
        """Likewise."""


class _Interrupts:
    """What waits while interrupts are off, or while one is running, in the order of `number`."""

    def __init__(self):
        self.on = True
        self.running = False
        self.lock = True  # the heap, during a hard one
        self.waiting, self.arguments = [None] * 32, [None] * 32  # handlers, and what they are called with

    def reset(self):
        self.__init__()

    def request(self, number, handler, argument):
        self.arguments[number] = argument
        self.waiting[number] = handler
        self.dispatch()

    def dispatch(self):
        """Serve what waits; three at most, so that one that is slower than its cause does not take all time."""
        served = 0
        while self.on and not self.running and served < 3 and any(self.waiting):
            served += 1
            at = 0
            while self.waiting[at] is None:
                at += 1
            self.call(at)

    def call(self, at):
        self.running = True
        try:
            _call(at)
        finally:
            self.running = False


def _call(at):
    """Apart, since a frame above 11 words is taken from the heap."""
    handler = interrupts.waiting[at]
    interrupts.waiting[at] = None
    if not interrupts.lock:
        return handler(interrupts.arguments[at])
    heap_lock()
    try:
        handler(interrupts.arguments[at])
    finally:
        heap_unlock()


interrupts = _Interrupts()


def disable_irq():
    """Hold all interrupts off; returns what `enable_irq` takes."""
    before = interrupts.on
    interrupts.on = False
    return before


def enable_irq(state=True):
    """Back to `state`; what came meanwhile is served now."""
    interrupts.on = state
    interrupts.dispatch()


class Pin:
    """A pin whose level a test sets by `level`, which calls its interrupt on the edges it listens for."""

    IN, OUT, PULL_UP, PULL_DOWN, IRQ_FALLING, IRQ_RISING = 0, 1, 1, 2, 4, 8

    def __init__(self, id, mode=-1, pull=-1, *, value=None, alt=-1):
        self.id = id
        self._value = int(bool(value))
        self._handler = None
        self._trigger = self._hard = 0

    def value(self, x=None):
        """The level, or set it."""
        if x is None:
            return self._value
        self._value = int(bool(x))
        return None

    def irq(self, handler=None, trigger=IRQ_FALLING | IRQ_RISING, *, hard=False):
        """Call `handler(pin)` on edges."""
        self._handler, self._trigger, self._hard = handler, trigger, hard

    def level(self, value):
        """Drive the pin from outside."""
        edge = self.IRQ_RISING if value else self.IRQ_FALLING
        changed = bool(value) != bool(self._value)
        self._value = int(bool(value))
        if changed and self._handler and self._trigger & edge:
            if self._hard:
                interrupts.request(16, self._handler, self)
            else:
                self._handler(self)


class Timer:
    """A timer that runs when it is told to: `fire(n)` lets n periods go by. Like rp2's, there is only -1."""

    ONE_SHOT, PERIODIC = 0, 1
    ids = (-1,)  # (0, 1, 2, 3) on an ESP32, whose `init` knows no `hard`

    def __init__(self, id=-1, *, mode=PERIODIC, period=-1, callback=None, freq=-1, hard=False):
        if id not in self.ids:
            raise ValueError("Timer doesn't exist")
        self._callback = None
        self._hard = False
        self._mode = mode
        if period != -1 or freq != -1:
            self.init(mode=mode, period=period, callback=callback, freq=freq, hard=hard)

    def init(self, *, mode=PERIODIC, period=-1, callback=None, freq=-1, hard=False):
        """Start; `freq` in Hz, or `period` in ms."""
        if hard and self.ids != (-1,):
            raise TypeError("hard Timers are not implemented")
        if freq != -1 and not freq > 0:
            raise ValueError("freq")
        self._mode, self._callback, self._hard = mode, callback, hard
        self.freq = freq if freq != -1 else 1000 / period

    def deinit(self):
        """Stop."""
        self._callback = None

    def fire(self, n=1):
        """Let `n` periods go by; returns how many times it called."""
        called = 0
        while n and self._callback:
            n -= 1
            called += 1
            handler = self._callback
            if self._mode == Timer.ONE_SHOT:
                self._callback = None
            if self._hard:
                interrupts.request(17, handler, self)
            else:
                handler(self)
        return called


class AdcBlock:
    """The ADC's registers (RP2040 datasheet, 4.9.6), round robin, FIFO of four and its flag for overrun.

    `signal(channel, n)` is what the n-th conversion of an input gives. `busy` conversions go by at each access to
    a register or a DMA channel, as on a chip whose processor is slow.
    """

    base = 0x4004C000
    fifo_address = base + 0x0C
    depth = 4

    def __init__(self):
        self.reset()

    def reset(self):
        """As after power-on."""
        self.cs = self.fcs = self.div = 0
        self.fifo = [0] * self.depth  # a ring: a list that grows would allocate, in an interrupt too
        self.level = self.first = 0
        self.taken = [0] * 5
        self.signal = lambda channel, n: n & 0xFFF
        self.busy = 0
        self.on_fifo = None
        self.finishing = False

    def convert(self, n=1):
        """Let the time of `n` conversions go by."""
        while n:
            n -= 1
            if self.cs & 1 and self.cs & 1 << 3:
                self._convert()

    def _convert(self):
        channel = self.cs >> 12 & 7
        value = self.signal(channel, self.taken[channel]) & 0xFFF
        self.taken[channel] += 1
        if self.fcs & 1:
            self._push(value >> 4 if self.fcs & 2 else value)
        wanted = self.cs >> 16 & 0x1F
        if wanted:
            channel = (channel + 1) % 5
            while not wanted >> channel & 1:
                channel = (channel + 1) % 5
            self.cs = self.cs & ~0x7000 | channel << 12
        self._moved()

    def _push(self, value):
        if self.level == self.depth:
            self.fcs |= 1 << 11
        else:
            self.fifo[(self.first + self.level) % self.depth] = value
            self.level += 1

    def _moved(self):
        if self.on_fifo:
            self.on_fifo()

    def dreq(self):
        """Whether the FIFO asks for DMA."""
        return bool(self.fcs & 1 << 3) and self.level >= max(self.fcs >> 24 & 0xF, 1)

    def access(self):
        """Time goes by while the processor is at it."""
        if self.busy:
            self.convert(self.busy)

    def read(self, offset):
        """A register."""
        self.access()
        if offset == 0x00:
            ready = not self.finishing
            if self.finishing:  # the conversion that was under way ends, and its result comes, too
                self.finishing = False
                self._convert()
            return self.cs | ready << 8
        if offset == 0x08:
            return self.fcs | self.level << 16 | (not self.level) << 8
        if offset == 0x0C:
            return self.pull()
        raise AssertionError("not an ADC register that is read")

    def pull(self):
        """A result from the FIFO."""
        assert self.level, "the FIFO ran under"
        first = self.first
        self.level -= 1
        self.first = (first + 1) % self.depth
        return self.fifo[first]

    def write(self, offset, value):
        """A register; OVER and UNDER are cleared by writing ones."""
        self.access()
        if offset == 0x00:
            self.finishing = bool(self.cs & 1 << 3 and not value & 1 << 3)
            self.cs = value & 0x1F700F
        elif offset == 0x08:
            self.fcs = value & 0x0F00000F | self.fcs & 0xC00 & ~value
            self._moved()
        elif offset == 0x10:
            self.div = value & 0xFFFFFF
        else:
            raise AssertionError("not an ADC register that is written")


adc = AdcBlock()


class _Memory:
    """The address space: the ADC's registers, and nothing else."""

    # Looked up, since subtracting addresses, no small integers on 32 bits, would allocate.
    _registers = {AdcBlock.base + offset: offset for offset in range(0, 0x14, 4)}

    def __getitem__(self, address):
        return adc.read(self._registers[address])

    def __setitem__(self, address, value):
        adc.write(self._registers[address], value)


mem32 = _Memory()


class ADC:
    """One input: the pin 26 to 29, or 4 for the temperature sensor; powers the block up."""

    CORE_TEMP = 4
    ATTN_0DB, ATTN_2_5DB, ATTN_6DB, ATTN_11DB = 0, 1, 2, 3  # an ESP32's
    opened = []

    def __init__(self, id, *, sample_ns=0, atten=0):
        if isinstance(id, Pin):
            id = id.id
        self.id, self._atten = id, atten
        self._channel = id - 26 if id >= 26 else id
        ADC.opened.append(id)
        adc.cs |= 1 | (2 if id == 4 else 0)

    def read_u16(self):
        """A sample, scaled to 16 bits as rp2 does it."""
        n = adc.taken[self._channel % 5]
        adc.taken[self._channel % 5] += 1
        value = adc.signal(self._channel, n)
        return value << 4 & 0xFFF0 | value >> 8


class UART:
    """A UART whose firmware keeps `rxbuf` bytes, drops what comes beyond, and sends `txbuf` of them at a time."""

    def __init__(self, id, baudrate=9600, bits=8, parity=None, stop=1, *, tx=None, rx=None, txbuf=256, rxbuf=256):
        self._rxbuf, self._txbuf = rxbuf, txbuf
        self._received = bytearray()
        self.sent = bytearray()  # what left on the wire
        self._sending = bytearray()
        self.dropped = 0

    def any(self):
        """Bytes that can be read at once."""
        return len(self._received)

    def readinto(self, buf, nbytes=None):
        """Up to `nbytes`, or what there is; None for nothing."""
        n = min(len(buf), len(self._received), len(buf) if nbytes is None else nbytes)
        if not n:
            return None
        for i in range(n):
            buf[i] = self._received[i]
        self._received[:] = self._received[n:]
        return n

    def write(self, buf):
        """As much as `txbuf` has room for; None for nothing."""
        n = min(len(buf), self._txbuf - len(self._sending))
        self._sending += bytes(memoryview(buf)[:n])
        return n or None

    def feed(self, data):
        """Bytes come in."""
        room = self._rxbuf - len(self._received)
        self._received += data[:room]
        self.dropped += max(len(data) - room, 0)

    def drain(self, n):
        """`n` bytes go out."""
        self.sent += self._sending[:n]
        self._sending[:] = self._sending[n:]


class I2S:
    """A receiver: what comes waits in `ibuf`, and is dropped beyond. With `irq` a read is done when it is done.

    `full` is a scheduler with no place left: the callback never comes.
    """

    RX, TX, MONO, STEREO = 0, 1, 0, 1

    def __init__(self, id, *, sck, ws, sd, mode, bits, format, rate, ibuf, mck=None):
        self._ibuf = ibuf
        self._sample = bits // 8 * (2 if format == I2S.STEREO else 1)
        self._waiting = bytearray()
        self._handler = self._into = None
        self._filled = 0
        self.dropped = 0
        self.full = False
        self.running = True

    def irq(self, handler):
        """Switch to non-blocking reads."""
        self._handler = handler

    def readinto(self, buf):
        """Begin to fill `buf`; returns its length at once."""
        if len(buf) % self._sample:
            raise OSError(22)
        assert self._handler, "it would block"
        self._into, self._filled = buf, 0
        return len(buf)

    def deinit(self):
        """Stop."""
        self.running, self._into = False, None

    def feed(self, data):
        """Samples come in, as they will lie in memory."""
        room = self._ibuf - len(self._waiting)
        self._waiting += data[:room]
        self.dropped += max(len(data) - room, 0)
        while self._into is not None and self._waiting:
            self._copy()

    def _copy(self):
        n = min(len(self._into) - self._filled, len(self._waiting))
        for i in range(n):
            self._into[self._filled + i] = self._waiting[i]
        self._waiting[:] = self._waiting[n:]
        self._filled += n
        if self._filled == len(self._into):
            self._into = None
            if not self.full:
                self._handler(self)
