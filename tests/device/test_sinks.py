"""Sinks: what they take, what they leave, and that nothing is lost when the other end goes away."""

import sys

from helpers import Random, raises, refuses
from streams import Stream

from memchunk import Pipeline, StreamSource
from memchunk.flow.sinks import FileSink, SocketSink, StreamSink
from skip import Skip

DATA = bytes(Random(2).bytes(96))


class Port:
    """A stream with `room` bytes of room, which `drain` gives again."""

    def __init__(self, room=20):
        self.room, self.sent, self.calls = room, bytearray(), 0

    def write(self, view):
        self.calls += 1
        n = min(self.room, len(view))
        self.room -= n
        self.sent += bytes(view[:n])
        return n


class FakeSelect:
    """`select` for a Port: asks it for room, and nothing else."""

    POLLOUT = 4

    def __init__(self):
        self.poll = lambda: self  # no method: `from` takes one only from MicroPython 1.27 on

    def register(self, port, flags):
        assert flags == 4
        self.port, self.ready = port, (port,)

    def ipoll(self, timeout):
        assert timeout == 0
        return self.ready if self.port.room else ()


def stream_sink(port):
    true = sys.modules.get("select")
    sys.modules["select"] = FakeSelect()
    try:
        return StreamSink(port)
    finally:
        if true is None:
            del sys.modules["select"]
        else:
            sys.modules["select"] = true


def test_stream_sink_asks_for_room_first():
    port = Port()
    sink = stream_sink(port)
    assert sink.write(DATA) == 20 and sink.write(DATA) == 0 and port.calls == 1
    port.room = 5
    assert sink.write(DATA[20:]) == 5 and bytes(port.sent) == DATA[:25]


def test_stream_sink_on_a_real_stream():
    try:
        import select

        null = open("/dev/null", "wb")
    except (ImportError, OSError):
        raise Skip("no select, or no /dev/null")
    assert hasattr(select, "poll")
    assert StreamSink(null).write(DATA) == 96
    null.close()


class Socket:
    """A socket whose script is that of a Sink: so many bytes, None or an error; only ever non-blocking."""

    def __init__(self, script=()):
        self.script, self.sent, self.blocking = list(script), bytearray(), True

    def setblocking(self, flag):
        self.blocking = flag

    def write(self, view):
        assert not self.blocking
        turn = self.script.pop(0) if self.script else len(view)
        if isinstance(turn, Exception):
            raise turn
        if turn:
            self.sent += bytes(view[:turn])
        return turn


def pipeline(sink):
    return Pipeline(StreamSource(Stream(DATA), 2), [], sink, rows=4)


def test_socket_that_is_not_there_yet_takes_nothing():
    sink = SocketSink()
    flow = pipeline(sink)
    assert not flow.step() and not flow.step()
    sock = Socket([5, None, 3])
    sink.use(sock)
    while not flow.done:
        flow.step()
    assert bytes(sock.sent) == DATA


def test_socket_that_fails_is_replaced():
    first, second = Socket([16, 7, OSError(104)]), Socket([4])
    sink = SocketSink(first)
    flow = pipeline(sink)
    assert flow.step()
    raises(OSError, flow.step)
    sink.use(None)
    assert not flow.step()
    sink.use(second)
    while not flow.done:
        flow.step()
    assert bytes(first.sent) == DATA[:23] and bytes(second.sent) == DATA[23:]


class File:
    """An open file that counts how much of it a power cut would cost, and takes `short` bytes at most."""

    def __init__(self, short=1000):
        self.data, self.safe, self.short, self.flushes = bytearray(), 0, short, 0

    def write(self, view):
        n = min(len(view), self.short)
        self.data += bytes(view[:n])
        return n

    def flush(self):
        self.safe = len(self.data)
        self.flushes += 1


def test_file_is_flushed():
    file = File()
    sink = FileSink(file, 32)
    for at in range(0, 96, 12):
        assert sink.write(DATA[at : at + 12]) == 12
        assert len(file.data) - file.safe < 32
    assert bytes(file.data) == DATA and file.flushes == 2 and file.safe == 72


def test_file_that_takes_less():
    file = File(short=7)
    sink = FileSink(file, 1)
    assert sink.write(DATA) == 7 and file.safe == 7
    flow = pipeline(FileSink(file, 4096))
    flow.run()
    assert bytes(file.data[7:]) == DATA


def test_file_whose_flush_fails():
    """What was written counts as written, and the error comes with the next write: nothing is there twice."""
    file = File()
    flush, refusals = file.flush, [OSError(28), OSError(28)]

    def failing():
        if refusals:
            raise refusals.pop()
        flush()

    file.flush = failing
    sink = FileSink(file, 16)
    assert sink.write(DATA[:16]) == 16 and file.flushes == 0
    raises(OSError, sink.write, DATA[16:32])
    assert bytes(file.data) == DATA[:16]
    assert sink.write(DATA[16:32]) == 16 and file.flushes == 2 and file.safe == 32
    flow = pipeline(FileSink(file, 16))
    refusals += [OSError(28)]
    try:
        flow.run()
    except OSError:
        flow.run()
    assert bytes(file.data) == DATA[:32] + DATA and not refusals


def test_file_whose_write_says_nothing():
    file = File()
    file.write = lambda view: None
    assert FileSink(file, 1).write(DATA) is None and file.flushes == 0


def test_wrong_arguments():
    refuses("flush_every", ValueError, FileSink, File(), 0)
    raises(AttributeError, SocketSink, object())
