"""Buses and a pin as `machine` documents them, with sensor models behind, a clock, and faults on demand.

    clock = Clock()
    i2c = I2C(freq=400000); i2c.attach(0x6A, Lsm6dso(rows), clock)
    i2c.faults = [None, (5, 20)]        # the second transfer fails with EIO after 20 bytes
    pin = Pin(22); pin.follow(sensor)   # clock.advance(us) lets sensors measure and pins fire

Every transfer takes the time that its bits need, in which sensors go on measuring.
"""

import sys

_PIECE = 4  # bytes between looks at the clock
EIO, ENODEV, ETIMEDOUT = 5, 19, 110
_HOOKED = sys.implementation.name == "micropython"


class Clock:
    """Microseconds, and whom they concern: sensors that measure and pins that follow them."""

    def __init__(self):
        self.now = 1000
        self.concerned = []

    def ticks_us(self):
        return self.now & 0x3FFFFFFF

    def advance(self, us, step=100):
        """Let time go by, in steps, so that edges come when they should."""
        stop = self.now + us
        while self.now < stop:
            self.now = min(stop, self.now + step)
            for one in self.concerned:
                one(self.now)


class Pin:
    """An input; `drive(level)` is what comes from outside. A hard IRQ runs with the heap locked."""

    IN, OUT = 0, 1
    PULL_UP, PULL_DOWN = 1, 2
    IRQ_FALLING, IRQ_RISING = 4, 8

    def __init__(self, id, mode=-1, pull=-1, *, value=None, drive=0, alt=-1):
        self._value = bool(value)
        self._handler, self._trigger, self._hard = None, 0, False
        self._sensor, self._pulses = None, 0

    def value(self, x=None):
        if x is None:
            return int(self._value)
        self.drive(x)

    def __call__(self, x=None):
        return self.value(x)

    def irq(self, handler=None, trigger=12, *, priority=1, wake=None, hard=False):
        self._handler, self._trigger, self._hard = handler, trigger, hard

    def drive(self, level):
        was, self._value = self._value, bool(level)
        if self._handler and was != self._value:
            if self._trigger & (self.IRQ_RISING if level else self.IRQ_FALLING):
                self._fire()

    def _fire(self):
        if not (self._hard and _HOOKED):
            self._handler(self)
            return
        import micropython

        micropython.heap_lock()
        try:
            self._handler(self)
        finally:
            micropython.heap_unlock()

    def follow(self, sensor, clock, pulses=False):
        """Take the level of a sensor's interrupt, or a pulse for each of its samples."""
        self._sensor = sensor
        clock.concerned.append(self._follow_pulses if pulses else self._follow_level)

    def _follow_level(self, now):
        self._sensor.advance(now)
        self.drive(self._sensor.interrupt)

    def _follow_pulses(self, now):
        self._sensor.advance(now)
        while self._pulses < self._sensor.pulses:
            self._pulses += 1
            self.drive(1)
            self.drive(0)


class _Faulty:
    """Faults by transfer: None, or (errno, bytes that still went through); `always` is for all after those."""

    def __init__(self):
        self.faults = []
        self.always = None
        self.transfers = 0

    def _fault(self):
        self.transfers += 1
        return self.faults.pop(0) if self.faults else self.always


class I2C(_Faulty):
    """`missing` is the error for an address where nothing answers: EIO of rp2's I2C, ENODEV of SoftI2C."""

    missing = EIO

    def __init__(self, id=-1, *, scl=None, sda=None, freq=400000, timeout=50000):
        super().__init__()
        self._devices = {}
        self._clock = None
        self._freq = freq

    def init(self, *, scl=None, sda=None, freq=400000):
        self._freq = freq

    def deinit(self):
        pass

    def attach(self, address, sensor, clock):
        self._devices[address] = sensor
        self._clock = clock
        clock.concerned.append(sensor.advance)

    def _begin(self, addr, size):
        fault = self._fault()
        device = self._devices.get(addr)
        if device is None:
            raise OSError(self.missing)
        self._take_time(1)  # its address
        return device, fault, size if fault is None else min(fault[1], size)

    def _take_time(self, bytes):
        self._clock.advance(bytes * 9000 // (self._freq // 1000))

    def _read(self, device, buf, size):
        at = 0
        while at < size:  # a sensor's FIFO goes on filling while it is read
            stop = min(at + _PIECE, size)
            self._take_time(stop - at)
            buf[at:stop] = device.read(stop - at)
            at = stop

    def writeto(self, addr, buf, stop=True):
        device, fault, through = self._begin(addr, len(buf))
        self._take_time(through)
        if through:
            device.write(bytes(buf[:through]))
        if fault:
            raise OSError(fault[0])
        return len(buf)

    def readfrom_into(self, addr, buf, stop=True):
        device, fault, through = self._begin(addr, len(buf))
        self._read(device, buf, through)
        if fault:
            raise OSError(fault[0])

    def readfrom(self, addr, nbytes, stop=True):
        data = bytearray(nbytes)
        self.readfrom_into(addr, data)
        return bytes(data)

    def readfrom_mem_into(self, addr, memaddr, buf, *, addrsize=8):
        device, fault, through = self._begin(addr, 2 + len(buf))
        self._take_time(min(through, 2))
        if through:
            device.write(bytes((memaddr,)))
        self._read(device, buf, max(through - 2, 0))
        if fault:
            raise OSError(fault[0])

    def readfrom_mem(self, addr, memaddr, nbytes, *, addrsize=8):
        data = bytearray(nbytes)
        self.readfrom_mem_into(addr, memaddr, data)
        return bytes(data)

    def writeto_mem(self, addr, memaddr, buf, *, addrsize=8):
        self.writeto(addr, bytes((memaddr,)) + bytes(buf))

    def scan(self):
        return sorted(self._devices)


class SPI(_Faulty):
    """One sensor behind it, an `Spi` of the models; `select` makes the pin that selects it."""

    MSB, LSB = 0, 1

    def __init__(
        self, id, baudrate=1000000, *, polarity=0, phase=0, bits=8, firstbit=0, sck=None, mosi=None, miso=None
    ):
        super().__init__()
        self._rate = baudrate
        self._wire = self._clock = self._cs = None

    def attach(self, wire, clock):
        """Returns the pin that selects it."""
        self._wire, self._clock, self._cs = wire, clock, Pin(0, Pin.OUT, value=1)
        clock.concerned.append(wire.sensor.advance)
        self._cs.irq(lambda _: wire.select(), Pin.IRQ_FALLING)
        return self._cs

    def init(self, baudrate=1000000, *, polarity=0, phase=0, bits=8, firstbit=0, sck=None, mosi=None, miso=None):
        self._rate = baudrate

    def deinit(self):
        pass

    def _swap(self, out, into):
        fault = self._fault()
        self._clock.advance(len(out) * 8000 // (self._rate // 1000))
        for i in range(len(out)):
            byte = 0xFF if self._cs.value() else self._wire.transfer(out[i])
            if into is not None:
                into[i] = byte
        if fault:
            raise OSError(fault[0])

    def write(self, buf):
        self._swap(buf, None)

    def readinto(self, buf, write=0x00):
        self._swap(bytes((write,)) * len(buf), buf)

    def read(self, nbytes, write=0x00):
        data = bytearray(nbytes)
        self.readinto(data, write)
        return bytes(data)

    def write_readinto(self, write_buf, read_buf):
        if len(write_buf) != len(read_buf):
            raise ValueError("buffers must be the same length")
        self._swap(write_buf, read_buf)
