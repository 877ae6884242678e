"""Streams that misbehave as they are told, and a clock that stands.

    sink = Sink([3, None, OSError(5)])
    with StoppedClock():
        Pipeline(StreamSource(Stream(data, [1, None]), 2), [], sink).run()
"""

import sys

from memchunk import chunk_queue, flow, frame

HOT = "memchunk.hot.stream", "memchunk.hot.queue"


class Stream:
    """`readinto` gives `data`, as `script` says: at most so many bytes, None, or an error to raise."""

    def __init__(self, data, script=()):
        self.data, self.script, self.at, self.calls = data, list(script), 0, 0

    def readinto(self, view):
        self.calls += 1
        turn = self.script.pop(0) if self.script else len(view)
        if turn is None or isinstance(turn, Exception):
            if turn is None:
                return None
            raise turn
        n = min(turn, len(view), len(self.data) - self.at)
        view[:n] = self.data[self.at : self.at + n]
        self.at += n
        return n


class Sink:
    """Takes what `write` gets; after `smooth` bytes as `script` says: so many, None, 0, or an error."""

    def __init__(self, script=(), smooth=0):
        self.sent, self.script, self.smooth = bytearray(), list(script), smooth
        self.claims = None  # what it says that it took, whatever it is given

    def write(self, view):
        if self.claims is not None:
            return self.claims
        turn = self.smooth - len(self.sent)
        if turn <= 0:
            turn = self.script.pop(0) if self.script else len(view)
        if isinstance(turn, Exception):
            raise turn
        if turn:
            turn = min(turn, len(view))
            self.sent += bytes(view[:turn])
        return turn


class StoppedClock:
    """No time goes by, so that two runs are equal to the bit."""

    def __enter__(self):
        self._homes = [flow, frame, chunk_queue] + [sys.modules[name] for name in HOT if name in sys.modules]
        self._true = flow.ticks_us
        self._set(lambda: 1000)

    def __exit__(self, *_):
        self._set(self._true)

    def _set(self, ticks_us):
        for home in self._homes:
            home.ticks_us = ticks_us
