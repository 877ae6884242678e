"""A second decoder, written from docs/wire-format.md, section "rice", alone: clear, slow, and of no use but to compare.

    rows = decode(packed, n=32, channels=9)      # a list of n lists; ValueError where the bytes must be refused

It imports nothing from memchunk.
"""

from __future__ import annotations


class Bits:
    """A string of bits, the lowest of each byte first."""

    def __init__(self, data: bytes) -> None:
        self._left = "".join(f"{byte:08b}"[::-1] for byte in data)

    def take(self, count: int) -> int:
        if count > len(self._left):
            raise ValueError("the bytes end before the last value")
        bits, self._left = self._left[:count], self._left[count:]
        return int(bits[::-1] or "0", 2)

    def rest(self) -> str:
        return self._left


def decode(packed: bytes, n: int, channels: int) -> list[list[int]]:
    """The rows. Raises ValueError for what the text says a receiver refuses."""
    if n == 0:
        if packed:
            raise ValueError("bytes behind no rows")
        return []
    first, behind = packed[: 2 * channels], packed[2 * channels :]
    if len(first) < 2 * channels:
        raise ValueError("no first row")
    rows = [[int.from_bytes(first[i : i + 2], "little", signed=True) for i in range(0, len(first), 2)]]
    if n == 1:
        if behind:
            raise ValueError("bytes behind the only row")
        return rows
    size = (channels + 1) // 2
    nibbles = [nibble for byte in behind[:size] for nibble in (byte & 15, byte >> 4)]
    if len(nibbles) < 2 * size or any(nibbles[channels:]):
        raise ValueError("parameters")
    bits = Bits(behind[size:])
    for _ in range(1, n):
        rows.append([step(value(bits, k), above) for k, above in zip(nibbles, rows[-1], strict=False)])
    if len(bits.rest()) > 7 or "1" in bits.rest():
        raise ValueError("something is left")
    return rows


def value(bits: Bits, k: int) -> int:
    if k == 15:
        return bits.take(16)
    for q in range(10):
        if bits.take(1):
            if q * 2**k > 65535:
                raise ValueError("more than 16 bits")
            return q * 2**k + bits.take(k)
    z = bits.take(16)
    if z < 10 * 2**k:
        raise ValueError("an escape without need")
    return z


def step(z: int, above: int) -> int:
    total = (above + (z >> 1 ^ -(z & 1))) % 65536
    return total - 65536 if total > 32767 else total
