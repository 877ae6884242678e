"""Nothing is allocated: each method of the FIFO sources and sensors that says so, by both proofs."""
# lanes: cpython unix-py unix-mpy heap=256k

import gc

from helpers import MICROPYTHON, garbage

from memchunk import Adxl345, Bmp390, ChunkQueue, I2cFifo, Lsm6dso, Mpu6050, Pipeline, SpiFifo
from memchunk.sensors import choose, configure
from skip import Skip


class Quiet:
    """I2C, SPI and pin in one, without garbage: each register reads as its image, round and round."""

    IRQ_RISING = 8

    def __init__(self, **images):
        self._images = {int(name[1:], 16): image for name, image in images.items()}
        self._places = {register: 0 for register in self._images}
        self._register = 0

    def readfrom_mem_into(self, _, register, buf):
        image, at = self._images[register], self._places[register]
        i, stop = 0, len(buf)
        while i < stop:
            buf[i] = image[at]
            at = (at + 1) % len(image)
            i += 1
        self._places[register] = at

    def writeto(self, _, buf):
        assert len(buf) == 2

    def write(self, buf):
        self._register = buf[0]

    def readinto(self, buf):
        register = self._register & 0x7F
        self.readfrom_mem_into(0, register if register in self._images else register & 0x3F, buf)

    def value(self):
        return 1

    def irq(self, *_, **__):
        pass

    def __call__(self, _):
        pass


SLOTS = b"".join(bytes((sensor << 3 | slot << 1,)) + b"abcdef" for slot in range(4) for sensor in (1, 2))
BUSES = {
    Lsm6dso: Quiet(x0f=b"\x6c", x3a=b"\x90\x01", x78=SLOTS),
    Mpu6050: Quiet(x75=b"\x68", x3a=b"\x01", x72=b"\x01\xe0", x74=b"abcdefghijkl"),
    Adxl345: Quiet(x00=b"\xe5", x30=b"\x82", x39=b"\x18", x32=b"abcdef"),
    Bmp390: Quiet(x00=b"\x60", x11=b"\x01\x93\x00", x14=b"\x94abcdef"),
}
ROWS = 8
VIEW = memoryview(bytearray(14 * ROWS))
TABLE = b"\x01\x02\x03\x04"


def sources():
    """(source, queue) of every sensor, on both buses, with a pin and without one."""
    made = []
    for driver, bus in BUSES.items():
        pin = bus if driver.level else None
        for source in (I2cFifo(bus, driver(), pin), I2cFifo(bus, driver()), SpiFifo(bus, bus, driver(), pin)):
            made.append((source, ChunkQueue(2, ROWS * driver.row_size)))
    return made


SOURCES = sources()
FIRST = {type(source.sensor): source for source, _ in SOURCES[::3]}
SPI_FIFO = SOURCES[2][0]


def fill():
    for source, queue in SOURCES:
        source._edge(None)
        assert source.fill(queue)
        queue.peek()
        queue.release()


def bursts(driver):
    source = FIRST[driver]

    def call():
        assert source.sensor.burst(source, VIEW, ROWS) == ROWS

    return call


CALLS = {
    "Fifo.fill": fill,
    "I2cFifo.read": lambda: FIRST[Lsm6dso].read(0x3A, VIEW),
    "I2cFifo.write": lambda: FIRST[Lsm6dso].write(0x0A, 6),
    "SpiFifo.read": lambda: SPI_FIFO.read(0x3A, VIEW),
    "SpiFifo.write": lambda: SPI_FIFO.write(0x0A, 6),
    "configure": lambda: configure(SPI_FIFO, TABLE),
    "choose": lambda: choose(3, TABLE, "x"),
}
for driver in BUSES:
    CALLS[driver.__name__ + ".waiting"] = lambda source=FIRST[driver]: source.sensor.waiting(source)
    CALLS[driver.__name__ + ".stop"] = lambda source=FIRST[driver]: source.sensor.stop(source)
    CALLS[driver.__name__ + ".burst"] = bursts(driver)


def test_no_call_allocates():
    if not MICROPYTHON:
        raise Skip("CPython's heap is another one")
    found = [(name, garbage(call)) for name, call in CALLS.items()]
    allocating = [one for one in found if one[1]]
    assert not allocating, allocating


def test_the_calls_do_their_work():
    for call in CALLS.values():
        call()
    fill()
    for source, queue in SOURCES:
        assert not source.errors and not source.overruns and not queue.dropped
        assert source.fill(queue) and len(queue.peek().view) == ROWS * source.row_size


def test_the_footprint_is_foretold():
    if not MICROPYTHON:
        raise Skip("CPython's heap is another one")
    kept = []  # what goes away late, since something on the stack looks like its address, would be counted
    for driver, bus in BUSES.items():
        for make in (lambda: I2cFifo(bus, driver(), bus), lambda: SpiFifo(bus, bus, driver())):
            kept.append(Pipeline(make(), [], bus, ROWS))  # what a first one loads is not its own
            kept.append(None)
            gc.collect()
            before = gc.mem_alloc()
            kept[-1] = flow = Pipeline(make(), [], bus, ROWS)
            flow._source.fill(flow.queue)
            gc.collect()
            taken = gc.mem_alloc() - before
            said = flow.footprint
            assert 0.85 * said <= taken <= said, (driver, taken, said)
