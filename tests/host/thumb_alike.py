"""Runs a thumb kernel's machine code and its plain form on the same input and compares all that they leave.

    alike = Alike(core, machine_code, "link.crc32")
    alike.run(bytearray(4), data, len(data))
"""

from __future__ import annotations

import importlib
import random

from thumb_core import Buffer, Core, Part

LENGTHS = [*range(71), 253, 254, 255, 256, 507, 508, 509, 510, 1021, 2000]


def plain(kernel: str):
    """The plain form of a kernel, by `subject.name`."""
    subject, name = kernel.split(".")
    return getattr(importlib.import_module("memchunk.kernels.plain." + subject), name)


class Alike:
    """Runs a kernel's machine code and its plain form on the same input and compares all that they leave."""

    def __init__(self, core: Core, code: dict[str, bytes], kernel: str, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self._core, self._code, self._plain = core, code[kernel], plain(kernel)

    def run(self, *args: int | bytes | bytearray, align: int = 1) -> int:
        """`bytes` are read, a `bytearray` is written. Returns what both returned."""
        expected_args = [bytearray(a) if isinstance(a, (bytes, bytearray)) else a for a in args]
        expected = self._plain(*expected_args)
        for to_the_end in (False, True):
            given = [self._buffer(a, align, to_the_end) if isinstance(a, (bytes, bytearray)) else a for a in args]
            result = self._core.call(self._code, *given, code_at=2 * to_the_end)  # as if frozen
            assert result == (expected or 0), args
            for ours, theirs in zip(given, expected_args, strict=True):
                assert not isinstance(ours, Buffer) or ours.data == theirs, args
        return expected

    def _buffer(self, data: bytes | bytearray, align: int, to_the_end: bool) -> Buffer:
        to_the_end = to_the_end and len(data) % align == 0
        at = self.random.randrange(16) // align * align
        return Buffer(bytearray(data), at, to_the_end, isinstance(data, bytearray))


def some_bytes(r: random.Random, n: int) -> bytes:
    """Random ones, from no zero to nothing else."""
    zeros = r.choice((0, 0, 0.01, 0.1, 0.5, 1))
    return bytes(0 if r.random() < zeros else r.randrange(1, 256) for _ in range(n))


def some_rows(r: random.Random, rows: int, channels: int) -> bytes:
    """Random int16 whose differences need any width."""
    data = bytearray(2 * rows * channels)
    for channel in range(channels):
        value, spread = r.randrange(65536), 1 << r.randrange(17)
        for at in range(2 * channel, len(data), 2 * channels):
            value = value + r.randrange(spread) - spread // 2 & 0xFFFF
            data[at : at + 2] = value.to_bytes(2, "little")
    return bytes(data)


def in_place(core: Core, code: bytes, memory: bytearray, src: int, n: int, dst: int) -> tuple[int, bytes]:
    """Call `code(src, n, dst)` with both in the same memory; returns the length and so much of it."""
    place = Buffer(bytearray(memory))
    length = core.call(code, Part(place, src), n, Part(place, dst))
    return length, bytes(place.data[dst : dst + length])
