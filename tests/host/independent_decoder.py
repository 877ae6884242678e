"""A second decoder, written from docs/wire-format.md alone: clear, slow, and of no use but to compare.

    streams, problems = decode(open("walk.mchk", "rb").read())
    streams[7]["rows"]

It imports nothing from memchunk, and keeps no
sequence numbers beyond dropping a frame that came before.
"""

from __future__ import annotations

import zlib
from typing import Any

import cbor2
import numpy as np
import rice_decoder
from cobs import cobs

ELEMENT = {64: "u1", 69: "<u2", 70: "<u4", 72: "i1", 77: "<i2", 78: "<i4", 85: "<f4"}


def decode(capture: bytes) -> tuple[dict[int, dict[str, Any]], dict[str, int]]:
    """Decode a capture. Returns the streams by id and the numbers of bad and unknown frames.

    A stream is a dict: `descriptor` (the map), `frames` (a list of (seq, t0, rows array)), `rows`
    (one array of all of them).
    """
    streams: dict[int, dict[str, Any]] = {}
    problems = {"bad": 0, "unknown": 0}
    for frame in capture.split(b"\x00"):
        if not frame:
            continue
        item = open_frame(frame)
        if item is None:
            problems["bad"] += 1
        elif isinstance(item, dict):
            described = {key: value for key, value in item.items() if key != 11}
            if item[1] not in streams or streams[item[1]]["descriptor"] != described:
                streams[item[1]] = {"descriptor": described, "frames": [], "seen": set()}
        elif item[0] not in streams:
            problems["unknown"] += 1
        else:
            add_data(streams[item[0]], item, zlib.crc32(frame))
    for stream in streams.values():
        none = np.empty((0, len(stream["descriptor"][3])), ELEMENT[stream["descriptor"][5]])
        stream["rows"] = np.concatenate([none, *(rows for _, _, rows in stream["frames"])])
    return streams, problems


def open_frame(frame: bytes) -> Any:
    """Undo COBS, check the CRC, decode the CBOR; None for a bad frame."""
    try:
        content = cobs.decode(frame)
    except cobs.DecodeError:
        return None
    if len(content) < 5:
        return None
    item, crc = content[:-4], content[-4:]
    if zlib.crc32(item) != crc[0] + 256 * crc[1] + 65536 * crc[2] + 16777216 * crc[3]:
        return None
    return cbor2.loads(item)


def add_data(stream: dict[str, Any], item: list[Any], mark: int) -> None:
    """Decode a data item into `stream`, unless it is a copy of an earlier one."""
    _, seq, t0, n, enc, payload = item
    if (seq, mark) in stream["seen"]:
        return
    stream["seen"].add((seq, mark))
    channels = len(stream["descriptor"][3])
    if enc == 0:
        assert payload.tag == stream["descriptor"][5]
        rows = np.frombuffer(payload.value, ELEMENT[payload.tag]).reshape(n, channels)
    else:
        assert enc in (1, 2)
        rows = unpack(payload, n, channels) if enc == 1 else rice_decoder.decode(payload, n, channels)
        rows = np.array(rows, np.int16).reshape(n, channels)
    stream["frames"].append((seq, t0, rows))


def unpack(payload: bytes, n: int, channels: int) -> list[list[int]]:
    """Decode a blockpack payload: a block is one long number, from which values are taken off the low end."""
    if n == 0:
        assert payload == b""
        return []
    rows = [[signed(payload[2 * c] + 256 * payload[2 * c + 1]) for c in range(channels)]]
    position = 2 * channels
    while len(rows) < n:
        widths = []
        for channel in range(channels):
            byte = payload[position + channel // 2]
            code = byte // 16 if channel % 2 else byte % 16
            widths.append(16 if code == 15 else code)
        position += (channels + 1) // 2
        block_rows = min(8, n - len(rows))
        size = (block_rows * sum(widths) + 7) // 8
        bits = int.from_bytes(payload[position : position + size], "little")
        position += size
        for _ in range(block_rows):
            row = []
            for channel in range(channels):
                z = bits % 2 ** widths[channel]
                bits //= 2 ** widths[channel]
                d = z // 2 if z % 2 == 0 else -(z + 1) // 2
                row.append(signed((rows[-1][channel] + d) % 65536))
            rows.append(row)
    assert position == len(payload)
    return rows


def signed(value: int) -> int:
    """A number from 0 to 65535 read as signed 16 bit."""
    return value - 65536 if value >= 32768 else value
