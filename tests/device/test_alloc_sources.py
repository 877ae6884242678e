"""Nothing is allocated: sources and sinks, by both proofs, their interrupts included.

`calls` names what says so; on CPython, where docstrings are, a test looks for any that is missing.
"""
# lanes: heap=300k

from helpers import MICROPYTHON, garbage
from promises import promised
from test_sinks import DATA, stream_sink

import fakes
from fakes import rp2
from fakes.machine import UART, Timer, adc
from memchunk import ChunkQueue
from memchunk.flow.adc_dma import AdcDma
from memchunk.flow.i2s import I2sSource
from memchunk.flow.sinks import FileSink, SocketSink
from memchunk.flow.timer import TimerSource
from memchunk.flow.uart import UartSource
from skip import Skip

assert fakes
MODULES = ("adc_dma", "esp32_adc", "i2s", "sinks", "started", "timer", "uart")


class Endless:
    """A stream, socket or file that takes everything and always has room."""

    room = 1

    def write(self, view):
        return len(view)

    def flush(self):
        pass

    def setblocking(self, flag):
        pass


class Bytes:
    """What a UART and an I2S look like to a source, without a byte of their own."""

    def __init__(self):
        self.handler = None

    def any(self):
        return 7

    def readinto(self, view, n=0):
        return n

    def irq(self, handler):
        self.handler = handler

    def deinit(self):
        pass


def row(view):
    view[0] = 1


def sample():
    return 1234


def emptied(queue):
    while queue.peek():
        queue.release()


dma = None  # made by `calls`: what ran before in this process may have reset the chip
dma_queue = ChunkQueue(4, 32)
timer_queue, timer = ChunkQueue(3, 16), Timer()
samples = TimerSource(timer, (sample, sample), 1000)
samples.fill(timer_queue)
rows_queue, rows_timer = ChunkQueue(3, 16), Timer()
rows = TimerSource(rows_timer, row, 1000, channels=4)
rows.fill(rows_queue)
uart_queue, uart, pausing = ChunkQueue(2, 16), UartSource(Bytes(), 2), UartSource(UART(0), 2)
i2s_queue, port = ChunkQueue(2, 16), Bytes()
i2s = I2sSource(port, 8000)
i2s.fill(i2s_queue)
stream, socket, file = stream_sink(Endless()), SocketSink(Endless()), FileSink(Endless(), 100)


def dma_interrupts():
    """Two chunks, into slots, then two into the spare one."""
    emptied(dma_queue)
    done = dma._handler
    end(dma)
    done(None)
    end(dma)
    done(None)


def end(source):
    """What the chip does at the end of a chunk, without its time."""
    channel = source._dmas[source._turn]
    other = source._dmas[1 - source._turn]
    channel._busy = False
    other._busy = True


def late():
    """Both channels through: the stream begins anew."""
    emptied(dma_queue)
    for channel in dma._dmas:
        channel._busy = False
    dma._handler(None)


def full():
    """As `dma_interrupts`, with no slot free."""
    while dma_queue.free() > 2:
        dma_queue.claim()
        dma_queue.commit(0)
    end(dma)
    dma._handler(None)
    end(dma)
    dma._handler(None)


def timer_interrupts():
    emptied(timer_queue)
    i = 0
    while i < 9:
        samples._handler(None)
        i += 1


def timer_full():
    i = 0
    while i < 20:
        samples._handler(None)
        i += 1


def row_interrupts():
    emptied(rows_queue)
    rows._handler(None)
    rows._handler(None)
    rows._handler(None)


def fill_uart():
    emptied(uart_queue)
    uart.fill(uart_queue)


def call_i2s_back():
    emptied(i2s_queue)
    port.handler(None)


def lost_callback():
    i2s._patience = -1
    emptied(i2s_queue)
    i2s.fill(i2s_queue)


def stopping(source, queue):
    """A call that stops a source that is at work, as often as it is called."""

    def call():
        source._queue = queue
        source.stop()

    source.fill(queue)
    return call


def calls():
    """Every call by the method that it proves, on a chip that was just powered up."""
    global dma
    rp2.reset()
    adc.signal = lambda channel, n: n & 0xFFF
    dma = AdcDma((26, 27), 1000)
    dma.fill(dma_queue)
    return {
        "Started.fill": lambda: samples.fill(timer_queue),
        "UartSource.fill": fill_uart,
        "UartSource.fill, a pause": lambda: pausing.fill(uart_queue),
        "UartSource.stop": stopping(UartSource(UART(0), 2), ChunkQueue(2, 16)),
        "I2sSource.fill": lost_callback,
        "I2sSource, called back": call_i2s_back,
        "AdcDma, interrupts": dma_interrupts,
        "AdcDma, no slot": full,
        "AdcDma, late interrupts": late,
        "TimerSource, interrupts": timer_interrupts,
        "TimerSource, no slot": timer_full,
        "TimerSource, rows": row_interrupts,
        "StreamSink.write": lambda: stream.write(DATA),
        "SocketSink.write": lambda: socket.write(DATA),
        "FileSink.write": lambda: file.write(DATA),
        "TimerSource.stop": stopping(TimerSource(Timer(), sample, 1000), ChunkQueue(2, 16)),
        "AdcDma.stop": stopping(AdcDma((26,), 1000), ChunkQueue(3, 16)),
        "AdcDma.close": AdcDma((26,), 1000).close,
        "I2sSource.stop": stopping(I2sSource(Bytes(), 8000), ChunkQueue(2, 16)),
    }


def test_no_call_allocates():
    if not MICROPYTHON:
        raise Skip("CPython's heap is another one")
    found = []
    for name, call in calls().items():
        if name == "TimerSource, rows" and not rows._row.zero_alloc:
            continue
        bytes_a_call = garbage(call)
        if bytes_a_call:
            found.append((name, bytes_a_call))
    assert not found, found


def test_no_method_is_missing():
    if MICROPYTHON:
        raise Skip("its code has no docstrings")
    wanted = promised(["memchunk.flow." + module for module in MODULES])
    proved = calls()
    covered = {name for name in proved if "," not in name}
    assert wanted == covered, (wanted - covered, covered - wanted)
    for call in proved.values():
        call()
