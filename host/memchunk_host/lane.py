"""One stream on its way in: frames gather in a `Lane` and are decoded together.

    lane.add(parse_data(item, crc))
    batch = lane.drain()
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cbor2
import numpy as np
from numpy.typing import NDArray

from memchunk_host import blockpack, rice
from memchunk_host.batch import Batch
from memchunk_host.cbor import Malformed
from memchunk_host.sequence import Clock, Counts, Place, Sequence
from memchunk_host.stream import PACKED_TYPE, Stream

RAW = 0  # as `enc`
_UNPACK = {1: blockpack.decode, 2: rice.decode}  # by `enc`

_DATA_LIMITS = (0xFF, 0xFFFF, 0xFFFFFFFF, 0xFFFF, 0xFF)  # sid, seq, t0, n, enc


class Data(NamedTuple):
    """A data item whose head is sound; the payload is checked against its stream later."""

    sid: int
    seq: int
    t0: int
    n: int
    enc: int
    payload: bytes
    tag: int
    """RFC 8746 tag of a raw payload; of a packed payload, the type that it stands for."""
    crc: int


def parse_data(item: Any, crc: int) -> Data:
    """Check the head of a decoded data item. Raises Malformed."""
    if type(item) is not list or len(item) != 6:
        raise Malformed("data item: no array of six")
    *head, payload = item
    for value, limit in zip(head, _DATA_LIMITS, strict=True):
        if type(value) is not int or not 0 <= value <= limit:  # type(): True is no integer here
            raise Malformed(f"data item: {value!r:.40} is no integer from 0 to {limit}")
    enc, tag = head[4], PACKED_TYPE
    if enc == RAW and type(payload) is cbor2.CBORTag:
        tag, payload = payload.tag, payload.value
    elif enc not in _UNPACK:
        raise Malformed(f"data item: payload is not of encoding {enc}")
    if type(payload) is not bytes:
        raise Malformed("data item: payload is no byte string")
    sid, seq, t0, n, _ = head
    return Data(sid, seq, t0, n, enc, payload, tag, crc)


class Lane:
    """The frames of one stream that wait to be decoded, and the stream's sequence and clock."""

    def __init__(self, stream: Stream, expected: int | None, counts: Counts) -> None:
        self.stream = stream
        self._counts = counts
        self._sequence = Sequence(counts, expected)
        self._clock = Clock(stream.modulus)
        self._waiting: list[Data | int] = []

    def announce(self, seq: int) -> None:
        """Note that a descriptor, here in the order of arrival, promised data frame `seq` next."""
        self._waiting.append(seq)

    def add(self, data: Data) -> None:
        """Let a frame wait for the next drain. Raises Malformed if its payload is not of this stream."""
        if data.tag != self.stream.tag:
            raise Malformed(f"payload of type {data.tag} in a stream of type {self.stream.tag}")
        size = data.n * len(self.stream.channels) * self.stream.element.itemsize
        if data.enc == RAW and len(data.payload) != size:
            raise Malformed(f"raw payload of {len(data.payload)} bytes for {data.n} rows")
        self._waiting.append(data)

    def drain(self) -> Batch | None:
        """Decode what waits. Returns None if nothing of it is to be delivered."""
        waiting, self._waiting = self._waiting, []
        frames = [entry for entry in waiting if isinstance(entry, Data)]
        samples, good = self._unpack(frames)
        kept, ticks = self._place(waiting, good)
        if not ticks:
            return None
        counts = np.array([frame.n for frame in frames], np.int64)
        keep = np.array(kept, np.bool_)
        batch = self._batch(
            seq=np.array([frame.seq for frame in frames], np.int64)[keep],
            t0=np.array(ticks, np.int64),
            counts=counts[keep],
            samples=samples if keep.all() else samples[keep[good].repeat(counts[good])],
        )
        self._counts.frames += len(batch.seq)
        self._counts.rows += len(batch.time)
        return batch

    def _unpack(self, frames: list[Data]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Samples of the good frames in their order, and which are good."""
        counts = np.array([frame.n for frame in frames], np.int64)
        encs = np.array([frame.enc for frame in frames], np.int64)
        good = np.ones(len(frames), np.bool_)
        found: dict[int, NDArray[Any]] = {}
        for enc in sorted(set(encs.tolist())):
            of_it = encs == enc
            payloads = [frame.payload for frame in frames if frame.enc == enc]
            found[enc], good[of_it] = self._unpack_all(enc, payloads, counts[of_it])
        if len(found) == 1:
            return found[enc], good
        came_as = encs[good].repeat(counts[good])
        mixed = np.empty((len(came_as), len(self.stream.channels)), self.stream.element)
        for enc, samples in found.items():
            mixed[came_as == enc] = samples
        return mixed, good

    def _unpack_all(
        self, enc: int, payloads: list[bytes], counts: NDArray[np.int64]
    ) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """The same for payloads of one encoding."""
        channels = len(self.stream.channels)
        if enc == RAW:
            samples = np.frombuffer(b"".join(payloads), self.stream.element).reshape(-1, channels)
            return samples, np.ones(len(payloads), np.bool_)
        return _UNPACK[enc](payloads, counts, channels)

    def _place(self, waiting: list[Data | int], good: NDArray[np.bool_]) -> tuple[list[bool], list[int]]:
        """Place every entry in the sequence: which frames are kept, and the ticks of those."""
        kept: list[bool] = []
        ticks: list[int] = []
        for entry in waiting:
            if not isinstance(entry, Data):
                self._sequence.announce(entry)
            elif not good[len(kept)]:
                self._counts.bad += 1
                kept.append(False)
            else:
                place = self._sequence.place(entry.seq, entry.crc)
                kept.append(place is not Place.DUPLICATE)
                if kept[-1]:
                    ticks.append(self._clock.ticks(entry.t0, place))
        return kept, ticks

    def _batch(
        self, seq: NDArray[np.int64], t0: NDArray[np.int64], counts: NDArray[np.int64], samples: NDArray[Any]
    ) -> Batch:
        """Give every row its time."""
        stream = self.stream
        with np.errstate(all="ignore"):  # an absurd tick rate gives inf
            time = ((t0 - self._clock.origin) / stream.tick_hz).repeat(counts)
            if stream.rate is not None:
                firsts = counts.cumsum() - counts
                time += (np.arange(len(time)) - firsts.repeat(counts)) / stream.rate
        return Batch(stream, seq, t0, counts, time, samples)
