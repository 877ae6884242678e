"""blockpack, decoded many payloads at a time: `decode` gives the rows of all in one array.

    rows, good = decode(payloads, counts, channels=3)

    payload   [first row, absolute][block][block]…      a block carries up to 8 rows
    block     [widths, a nibble a channel][values, bit-packed row by row]

Normative: docs/wire-format.md, section "blockpack". The only loop runs over the index of a block
within its payload: where a block lies is known when those before it are measured. All values of
all payloads are then cut out of the bytes at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memchunk_host.deltas import Ints, cut, nibbles, side_by_side, summed

BLOCK_ROWS = 8
_WIDTH_OF_CODE = np.array([*range(15), 16])


@dataclass
class _Blocks:
    """Where the blocks of several payloads lie, in payload order."""

    rows: Ints
    """(K,) rows in the block, 1 to 8."""
    widths: Ints
    """(K, C) bits a value."""
    start: Ints
    """(K,) byte at which the block's values begin."""


def decode(
    payloads: Sequence[bytes], counts: Ints, channels: int
) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """Decode `payloads`, of which number i claims `counts[i]` rows of `channels` int16 each.

    Returns the rows of the good payloads, one after the other, as an (R, channels) array, and which
    payloads are good: exactly as long as their blocks say, with zeros in the unused nibbles. Work
    and memory are bounded by the bytes given, whatever they claim. Raises nothing for bad content.
    """
    data, starts, ends = side_by_side(payloads)
    blocks, good = _measure(data, starts, ends, counts, channels)
    return summed(data, starts[good], counts[good], _values(data, blocks)), good


def _measure(
    data: NDArray[np.uint8], starts: Ints, ends: Ints, counts: Ints, channels: int
) -> tuple[_Blocks, NDArray[np.bool_]]:
    """Walk the block headers. Returns the blocks of the good payloads, and which are good."""
    header = (channels + 1) // 2
    deltas = np.maximum(counts - 1, 0)
    block_counts = -(-deltas // BLOCK_ROWS)
    at = starts + np.where(counts > 0, 2 * channels, 0)
    good = at + block_counts * header <= ends  # or else there is nothing to walk
    block_counts = np.where(good, block_counts, 0)

    firsts = block_counts.cumsum() - block_counts
    total = int(block_counts.sum())
    blocks = _Blocks(*(np.zeros(shape, np.int64) for shape in (total, (total, channels), total)))
    for index in range(int(block_counts.max(initial=0))):
        live = (block_counts > index).nonzero()[0]
        where = at[live]
        # A walk gone astray reads foreign bytes; it then ends elsewhere than at its end.
        codes, clean = nibbles(data, where, channels)
        good[live] &= clean
        widths = _WIDTH_OF_CODE[codes]
        rows = np.minimum(deltas[live] - index * BLOCK_ROWS, BLOCK_ROWS)
        at[live] = where + header + (rows * widths.sum(axis=1) + 7) // 8
        slots = firsts[live] + index
        blocks.rows[slots], blocks.widths[slots], blocks.start[slots] = rows, widths, where + header
    good &= at == ends
    keep = good.repeat(block_counts)
    return _Blocks(blocks.rows[keep], blocks.widths[keep], blocks.start[keep]), good


def _values(data: NDArray[np.uint8], blocks: _Blocks) -> NDArray[np.uint16]:
    """Cut out every value: an (R, C) array."""
    last = blocks.rows.cumsum()
    block = np.arange(len(last)).repeat(blocks.rows)
    row = np.arange(len(block)) - (last - blocks.rows)[block]
    row_bits = blocks.widths.sum(axis=1)
    column = blocks.widths.cumsum(axis=1) - blocks.widths
    bit = (8 * blocks.start[block] + row * row_bits[block])[:, None] + column[block]
    return cut(data, bit, blocks.widths[block])
