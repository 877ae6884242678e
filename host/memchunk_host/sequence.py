"""What the sequence numbers of one stream tell: frames lost, late or twice, a sender restarted.

    place = Sequence(counts).place(seq, crc)     # Place.NEXT, LATE, RESTART or DUPLICATE

The rules are those of docs/wire-format.md, section "Sequence numbers".
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

MODULUS = 1 << 16
WINDOW = 64  # frames remembered, and how far behind a frame may come late


@dataclass
class Counts:
    """What a decoder saw, all streams together."""

    frames: int = 0
    """Data frames delivered."""
    rows: int = 0
    """Rows delivered."""
    descriptors: int = 0
    """Valid descriptor frames."""
    lost: int = 0
    """Data frames that the sequence numbers miss."""
    bad: int = 0
    """Frames that are damaged, malformed or too long."""
    duplicate: int = 0
    """Data frames that came again, not delivered again."""
    late: int = 0
    """Data frames that came behind their successors; they are delivered."""
    unknown: int = 0
    """Data frames of a stream that no descriptor has described yet."""
    restarts: int = 0
    """Times that a sender began to count anew."""
    bytes: int = 0
    """Bytes fed."""

    @property
    def complete(self) -> bool:
        """Whether everything that was sent arrived, as far as can be known."""
        return not (self.lost or self.bad or self.unknown)


class Place(Enum):
    """Where a frame stands in its stream."""

    NEXT = "next"
    LATE = "late"
    RESTART = "restart"
    DUPLICATE = "duplicate"


class Sequence:
    """The sequence of one stream; adds what it finds to `counts`."""

    def __init__(self, counts: Counts, expected: int | None = None) -> None:
        self._counts = counts
        self._expected = expected
        self._span = 0  # how many numbers lie between the first one and the expected one
        self._recent: dict[int, int] = {}  # seq -> CRC of the last WINDOW frames
        self._order: deque[int] = deque()

    def announce(self, seq: int) -> None:
        """Take a descriptor's word that `seq` is the next frame: those before it are lost."""
        ahead = self._ahead(seq)
        if ahead < MODULUS // 2:
            self._counts.lost += ahead
            self._advance(ahead)

    def place(self, seq: int, crc: int) -> Place:
        """Place the data frame `seq`; `crc` tells a copy of a frame from another one of its number."""
        ahead = self._ahead(seq)
        if ahead < MODULUS // 2:
            self._counts.lost += ahead
            self._advance(ahead + 1)
            place = Place.NEXT
        elif seq in self._recent:
            place = Place.DUPLICATE if self._recent[seq] == crc else Place.RESTART
        elif MODULUS - ahead <= min(WINDOW, self._span):
            self._counts.lost -= 1
            self._counts.late += 1
            place = Place.LATE
        else:
            place = Place.RESTART
        if place is Place.DUPLICATE:
            self._counts.duplicate += 1
            return place
        if place is Place.RESTART:
            self._restart(seq)
        self._remember(seq, crc)
        return place

    def _ahead(self, seq: int) -> int:
        """How far `seq` is ahead of the expected number, modulo 2**16."""
        if self._expected is None:
            self._expected = seq
        return (seq - self._expected) % MODULUS

    def _advance(self, steps: int) -> None:
        assert self._expected is not None
        self._expected = (self._expected + steps) % MODULUS
        self._span += steps

    def _restart(self, seq: int) -> None:
        self._counts.restarts += 1
        self._expected = (seq + 1) % MODULUS
        self._span = 1
        self._recent.clear()
        self._order.clear()

    def _remember(self, seq: int, crc: int) -> None:
        if len(self._order) == WINDOW:
            self._recent.pop(self._order.popleft(), None)
        self._recent[seq] = crc
        self._order.append(seq)


class Clock:
    """Ticks of one stream, unwrapped: time stamps count modulo `modulus`, the result does not."""

    def __init__(self, modulus: int) -> None:
        self._modulus = modulus
        self._now: int | None = None
        self.origin = 0
        """Ticks at the first frame."""

    def ticks(self, t0: int, place: Place) -> int:
        """Unwrap the time stamp of a frame: forward from the last one, or back if it came late."""
        if self._now is None:
            self._now = self.origin = t0 % self._modulus
        elif place is Place.LATE:
            return self._now - (self._now - t0) % self._modulus
        else:
            self._now += (t0 - self._now) % self._modulus
        return self._now
