"""Bytes in, in any pieces; numpy rows out: `Decoder` for a live link, `decode_file` for a capture.

    decoder = Decoder()
    for batch in decoder.feed(port.read(4096)):
        print(batch.rows)
    print(decoder.counts.lost)

The format is that of docs/wire-format.md: `COBS( CBOR item ‖ CRC-32 little-endian ) 00`. Whatever
the bytes are, `feed` raises nothing: what cannot be decoded is counted, and the next intact frame is
found.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Any

from cobs import cobs

from memchunk_host.batch import Batch, join
from memchunk_host.cbor import Malformed, loads
from memchunk_host.lane import Data, Lane, parse_data
from memchunk_host.sequence import Counts
from memchunk_host.stream import Stream, from_descriptor

__all__ = ["Batch", "Capture", "Counts", "Decoder", "Recording", "Stream", "decode_file"]

MAX_FRAME = 1 << 16

_DELIMITER = b"\0"
_CRC_SIZE = 4
_SLICE = 1 << 16  # bytes decoded together; more gains nothing and costs memory
_READ = 1 << 18

Recording = Batch


class Decoder:
    """An incremental reader of frames.

    `counts` tells what was seen so far, `streams` the present description of each stream id.
    Memory is bounded by `max_frame` and the size of a piece, whatever the bytes.
    """

    def __init__(self, max_frame: int = MAX_FRAME) -> None:
        """Take frames of at most `max_frame` bytes between delimiters; longer ones count as bad."""
        self.counts = Counts()
        self._max_frame = max_frame
        self._tail = bytearray()  # of a frame that has not ended yet
        self._skipping = False  # a frame too long, up to its end
        self._lanes: dict[int, Lane] = {}
        self._waiting: dict[int, Lane] = {}  # lanes to drain, in the order of their first frame
        self._ready: list[Batch] = []

    @property
    def streams(self) -> dict[int, Stream]:
        """The streams described so far, by stream id."""
        return {sid: lane.stream for sid, lane in self._lanes.items()}

    def feed(self, data: bytes | bytearray | memoryview) -> list[Batch]:
        """Decode the next bytes of a link, cut anywhere.

        Returns the frames that became complete, those of one stream together, in order of arrival.
        """
        view = memoryview(data).cast("B")
        self.counts.bytes += len(view)
        for start in range(0, len(view), _SLICE):
            for frame in self._frames(bytes(view[start : start + _SLICE])):
                self._take_frame(frame)
            self._drain()
        return self._collect()

    def feed_item(self, item: bytes) -> list[Batch]:
        """Decode one item from a link that frames and checks by itself (BLE, MQTT)."""
        self.counts.bytes += len(item)
        if len(item) > self._max_frame:
            self.counts.bad += 1
        else:
            self._take_item(item, zlib.crc32(item))
        self._drain()
        return self._collect()

    def close(self) -> list[Batch]:
        """End the link: a last frame that lacks nothing but its delimiter is delivered, else it is bad."""
        if self._tail:
            self._take_frame(bytes(self._tail))
        self._tail.clear()
        self._skipping = False
        self._drain()
        return self._collect()

    def _frames(self, piece: bytes) -> Iterator[bytes]:
        """Split at the delimiters; empty frames are left out, too long ones counted."""
        *ended, begun = piece.split(_DELIMITER)
        for part in ended:
            self._extend(part)
            if self._tail:
                yield bytes(self._tail)
                self._tail.clear()
            self._skipping = False
        self._extend(begun)

    def _extend(self, part: bytes) -> None:
        if self._skipping:
            return
        self._tail += part
        if len(self._tail) > self._max_frame:
            self._tail.clear()
            self._skipping = True
            self.counts.bad += 1

    def _take_frame(self, frame: bytes) -> None:
        try:
            content = cobs.decode(frame)
        except cobs.DecodeError:
            self.counts.bad += 1
            return
        item, crc = content[:-_CRC_SIZE], int.from_bytes(content[-_CRC_SIZE:], "little")
        if len(content) <= _CRC_SIZE or zlib.crc32(item) != crc:
            self.counts.bad += 1
            return
        self._take_item(item, crc)

    def _take_item(self, item: bytes, crc: int) -> None:
        try:
            decoded = loads(item)
            if type(decoded) is dict:
                self._describe(*from_descriptor(decoded))
            else:
                self._take_data(parse_data(decoded, crc))
        except Malformed:
            self.counts.bad += 1

    def _take_data(self, data: Data) -> None:
        lane = self._lanes.get(data.sid)
        if lane is None:
            self.counts.unknown += 1
        else:
            lane.add(data)
            self._waiting[data.sid] = lane

    def _describe(self, stream: Stream, next_seq: int | None) -> None:
        self.counts.descriptors += 1
        lane = self._lanes.get(stream.sid)
        if lane is not None and lane.stream == stream:
            if next_seq is not None:
                lane.announce(next_seq)
                self._waiting[stream.sid] = lane
            return
        if lane is not None:
            self._drain()
            stream = replace(stream, part=lane.stream.part + 1)
        self._lanes[stream.sid] = Lane(stream, next_seq, self.counts)

    def _drain(self) -> None:
        """Decode what waits in the lanes."""
        for lane in self._waiting.values():
            batch = lane.drain()
            if batch is not None:
                self._ready.append(batch)
        self._waiting.clear()

    def _collect(self) -> list[Batch]:
        ready, self._ready = self._ready, []
        return ready


class Capture(dict[int | tuple[int, int], Recording]):
    """The recordings of a capture, by stream id; by `(sid, k)` from the k-th change of its description on.

    `counts` tells what was seen in the capture.
    """

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts


def decode_file(
    source: str | os.PathLike[str] | IO[bytes], progress: Callable[[int], Any] | None = None
) -> Capture:
    """Decode a whole capture: a path, or a binary file open for reading.

    `progress` is called with the number of bytes decoded so far. A stream that is described but sent
    nothing is there, without rows. Raises OSError if the file cannot be read.
    """
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            return decode_file(file, progress)
    decoder = Decoder()
    streams: dict[tuple[int, int], Stream] = {}
    batches: dict[tuple[int, int], list[Batch]] = {}

    def take(arrived: list[Batch]) -> None:
        for batch in arrived:
            key = batch.stream.sid, batch.stream.part
            streams[key] = batch.stream
            batches.setdefault(key, []).append(batch)

    while piece := source.read(_READ):
        take(decoder.feed(piece))
        if progress is not None:
            progress(decoder.counts.bytes)
    take(decoder.close())
    for stream in decoder.streams.values():
        streams.setdefault((stream.sid, stream.part), stream)

    capture = Capture(decoder.counts)
    for sid, part in sorted(streams):
        capture[(sid, part) if part else sid] = join(streams[sid, part], batches.get((sid, part), []))
    return capture
