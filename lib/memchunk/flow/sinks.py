"""Sinks: the `write` that a Pipeline calls, for what does not quite have it.

    Pipeline(source, stages, StreamSink(), rows=32).run()          # USB: sys.stdout.buffer
    Pipeline(source, stages, StreamSink(UART(0)), rows=32).run()

A sink's `write(view)` takes what it can and returns how many bytes that was, None or 0 for nothing now. What it
did not take it is offered again.
"""

import sys


class StreamSink:
    """The board's USB serial port, or a `stream` that `select.poll` knows, as a UART; asked for room before each write.

    So nothing is written while no host listens: chunks then wait, and the source counts those that it has no slot
    for. A host that stops reading in the middle of a write holds it up for the port's own patience: 0.5 s on rp2.
    A UART with a `timeout` of 0 takes what its `txbuf` has room for.

    Allocates: itself and four objects. IRQ-safe: no.
    """

    def __init__(self, stream=None):
        from select import POLLOUT, poll

        if stream is None:
            stream = sys.stdout.buffer
        self._write = stream.write
        polled = poll()
        polled.register(stream, POLLOUT)
        self._ready = polled.ipoll if hasattr(polled, "ipoll") else polled.poll  # CPython has no ipoll

    def write(self, view):
        """As a sink. Raises what the stream does. Allocates: 0 B. IRQ-safe: no."""
        for _ in self._ready(0):
            return self._write(view)
        return 0


class SocketSink:
    """A connected MicroPython socket, made non-blocking; or none yet.

    A socket that fails raises OSError through the pipeline's `step`; nothing is lost by that. Give `use` the next one,
    or None until there is one, and go on: what was sent of a frame is the one that the receiver counts as bad.
    For datagrams a frame must fit into one.

    Allocates: itself and a bound method. IRQ-safe: no.
    """

    def __init__(self, sock=None):
        self._write = None
        self.use(sock)

    def use(self, sock):
        """Send through `sock` from now on, or nothing if it is None. Allocates: a bound method. IRQ-safe: no."""
        if sock is not None:
            sock.setblocking(False)
        self._write = None if sock is None else sock.write

    def write(self, view):
        """As a sink. Raises OSError. Allocates: 0 B. IRQ-safe: no."""
        return 0 if self._write is None else self._write(view)


class FileSink:
    """An open binary file, flushed after `flush_every` bytes: so much a power cut costs, at the most, and a frame.

    A flush that fails is tried again before the next write, and raises there; closing the file tells of the last one.

    Flash holds everything up while it is written, and interrupts too on rp2: tens of ms for a block that must be
    erased. Let `depth` slots last for longer.

    Raises ValueError("flush_every"). Allocates: itself and two bound methods. IRQ-safe: no.
    """

    def __init__(self, file, flush_every=4096):
        if flush_every < 1:
            raise ValueError("flush_every")
        self._write = file.write
        self._flush = file.flush
        self._every = flush_every
        self._since = 0

    def write(self, view):
        """As a sink. Raises OSError, as for a full disk. Allocates: 0 B. IRQ-safe: no."""
        if self._since >= self._every:  # a flush has failed: again, before more is written
            self._safe()
        n = self._write(view)
        self._since += n or 0
        if self._since >= self._every:
            self._try()
        return n

    def _try(self):
        try:
            self._safe()
        except OSError:
            pass  # the next write raises it: raised now, it would hide that this one took place

    def _safe(self):
        self._flush()
        self._since = 0
