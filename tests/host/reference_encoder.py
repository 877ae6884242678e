"""A plain encoder of the wire format, to make captures in tests. Clear, not fast.

    sender = Sender(sid=1, name="walk", channels=["x", "y"], rate=100)
    capture = sender.descriptor() + sender.data([[1, 2], [3, 4]], t0=0)

Written after docs/wire-format.md; shares no code with the package.
"""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import cbor2
from cobs import cobs

Rows = Sequence[Sequence[int]]

RAW, BLOCKPACK, RICE = 0, 1, 2


def frame(item: bytes) -> bytes:
    """Wrap an item for a byte link."""
    return cobs.encode(item + struct.pack("<I", zlib.crc32(item))) + b"\0"


def zigzag(difference: int) -> int:
    """Map a difference, taken modulo 2**16 as signed, to 0, 1, 2, 3 … for 0, -1, 1, -2 …"""
    signed = (difference + 0x8000) % 0x10000 - 0x8000
    return 2 * signed if signed >= 0 else -2 * signed - 1


def blockpack(rows: Rows) -> bytes:
    """Pack rows of int16."""
    if not rows:
        return b""
    out = bytearray()
    for value in rows[0]:
        out += struct.pack("<h", value)
    deltas = [[zigzag(b - a) for a, b in zip(*pair, strict=True)] for pair in itertools.pairwise(rows)]
    for start in range(0, len(deltas), 8):
        out += _block(deltas[start : start + 8])
    return bytes(out)


def _block(deltas: list[list[int]]) -> bytes:
    widths = [max(column).bit_length() for column in zip(*deltas, strict=True)]
    widths = [16 if width == 15 else width for width in widths]
    codes = [15 if width == 16 else width for width in widths]
    if len(codes) % 2:
        codes.append(0)
    header = bytes(low | high << 4 for low, high in zip(codes[::2], codes[1::2], strict=True))
    bits = length = 0
    for row in deltas:
        for value, width in zip(row, widths, strict=True):
            bits |= value << length
            length += width
    return header + bits.to_bytes((length + 7) // 8, "little")


def rice(rows: Rows) -> bytes:
    """Code rows of int16, with the parameters that memchunk takes."""
    first = b"".join(struct.pack("<h", value) for value in rows[0]) if rows else b""
    if len(rows) < 2:
        return first
    deltas = [[zigzag(b - a) for a, b in zip(*pair, strict=True)] for pair in itertools.pairwise(rows)]
    parameters = [_parameter(column) for column in zip(*deltas, strict=True)]
    bits = "".join(rice_code(z, k) for row in deltas for z, k in zip(row, parameters, strict=True))
    nibbles = [*parameters, 0] if len(parameters) % 2 else parameters
    header = bytes(low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2], strict=True))
    return first + header + int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")


def _parameter(values: Sequence[int]) -> int:
    """From what fits the mean downwards, until it gets worse."""
    best, least = 15, 16 * len(values)
    for k in range(min((sum(values) // len(values)).bit_length(), 14), -1, -1):
        cost = sum(len(rice_code(z, k)) for z in values)
        if cost > least:
            break
        if cost < least:
            best, least = k, cost
    return best


def rice_code(z: int, k: int) -> str:
    """The bits of one value, the first one in front."""
    if k == 15:
        return f"{z:016b}"[::-1]
    if z >> k >= 10:
        return "0" * 10 + f"{z:016b}"[::-1]
    return "0" * (z >> k) + "1" + "".join(str(z >> bit & 1) for bit in range(k))


def typed_array(rows: Rows, tag: int, code: str) -> bytes:
    """Rows as an RFC 8746 typed array; `code` is the struct letter of an element."""
    values = [value for row in rows for value in row]
    return cbor2.dumps(cbor2.CBORTag(tag, struct.pack(f"<{len(values)}{code}", *values)))


def data_item(sid: int, seq: int, t0: int, n: int, enc: int, payload: bytes) -> bytes:
    """A data item around a payload that is CBOR already."""
    head = b"\x86" + cbor2.dumps(sid) + struct.pack(">BHBI", 0x19, seq, 0x1A, t0)
    head += struct.pack(">BB", 0x18, n) if n < 256 else struct.pack(">BH", 0x19, n)
    return head + cbor2.dumps(enc) + payload


class Sender:
    """One stream; counts its frames."""

    def __init__(
        self,
        sid: int = 1,
        name: str = "test",
        channels: Sequence[str] = ("x", "y", "z"),
        rate: float | None = 100,
        tick_hz: float = 1_000_000,
        modulus: int = 1 << 30,
        tag: int = 77,
        code: str = "h",
        seq: int = 0,
        **keys: Any,
    ) -> None:
        self.sid, self.seq, self.modulus, self.tag, self.code = sid, seq, modulus, tag, code
        self.map: dict[int, Any] = {0: 1, 1: sid, 2: name, 3: list(channels), 4: keys.get("units", "")}
        self.map |= {5: tag, 9: tick_hz, 10: modulus}
        if rate is not None:
            self.map[8] = rate
        for key, field in ((6, "scale"), (7, "offset")):
            if field in keys:
                self.map[key] = keys[field]

    def descriptor_item(self) -> bytes:
        """The descriptor as it stands now."""
        return cbor2.dumps({**self.map, 11: self.seq})

    def descriptor(self) -> bytes:
        """The descriptor as a frame, with the delimiter before it."""
        return b"\0" + frame(self.descriptor_item())

    def item(self, rows: Rows, t0: int = 0, enc: int = BLOCKPACK) -> bytes:
        """The next data item."""
        if enc == RAW:
            payload = typed_array(rows, self.tag, self.code)
        else:
            payload = cbor2.dumps(rice(rows) if enc == RICE else blockpack(rows))
        item = data_item(self.sid, self.seq, t0 % self.modulus, len(rows), enc, payload)
        self.seq = (self.seq + 1) % 0x10000
        return item

    def data(self, rows: Rows, t0: int = 0, enc: int = BLOCKPACK) -> bytes:
        """The next data frame."""
        return frame(self.item(rows, t0, enc))
