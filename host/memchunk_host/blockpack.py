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

Ints = NDArray[np.int64]

BLOCK_ROWS = 8
_WIDTH_OF_CODE = np.array([*range(15), 16])
_MASK_OF_WIDTH = (1 << np.arange(17, dtype=np.uint32)) - 1
_WINDOW = 4  # bytes looked at to cut out one value: 7 bits of shift and 16 of value fit


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
    sizes = np.fromiter((len(payload) for payload in payloads), np.int64, len(payloads))
    data = np.frombuffer(b"".join(payloads) + bytes(_WINDOW), np.uint8)
    starts = sizes.cumsum() - sizes
    blocks, good = _measure(data, starts, starts + sizes, counts, channels)

    totals = counts[good]
    first_rows = totals.cumsum() - totals
    absolute = first_rows[totals > 0]
    rows = np.empty((int(totals.sum()), channels), np.uint16)
    is_delta = np.ones(len(rows), np.bool_)
    is_delta[absolute] = False
    heads = starts[good & (counts > 0)][:, None] + np.arange(2 * channels)
    rows[absolute] = data[heads].view("<u2")
    rows[is_delta] = _deltas(data, blocks)
    return _sum_from(rows, first_rows, totals).view(np.int16), good


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
    columns = np.arange(header)
    for index in range(int(block_counts.max(initial=0))):
        live = (block_counts > index).nonzero()[0]
        where = at[live]
        # A walk gone astray reads foreign bytes; it then ends elsewhere than at its end.
        packed = data.take(where[:, None] + columns, mode="clip")
        nibbles = np.empty((len(live), 2 * header), np.uint8)
        nibbles[:, ::2], nibbles[:, 1::2] = packed & 15, packed >> 4
        if channels % 2:
            good[live] &= nibbles[:, -1] == 0
        widths = _WIDTH_OF_CODE[nibbles[:, :channels]]
        rows = np.minimum(deltas[live] - index * BLOCK_ROWS, BLOCK_ROWS)
        at[live] = where + header + (rows * widths.sum(axis=1) + 7) // 8
        slots = firsts[live] + index
        blocks.rows[slots], blocks.widths[slots], blocks.start[slots] = rows, widths, where + header
    good &= at == ends
    keep = good.repeat(block_counts)
    return _Blocks(blocks.rows[keep], blocks.widths[keep], blocks.start[keep]), good


def _deltas(data: NDArray[np.uint8], blocks: _Blocks) -> NDArray[np.uint16]:
    """Cut out every value and undo the zigzag: an (R, C) array, modulo 2**16."""
    if not len(blocks.rows):
        return np.empty((0, blocks.widths.shape[1]), np.uint16)
    last = blocks.rows.cumsum()
    block = np.arange(len(last)).repeat(blocks.rows)
    row = np.arange(last[-1]) - (last - blocks.rows)[block]
    row_bits = blocks.widths.sum(axis=1)
    column = blocks.widths.cumsum(axis=1) - blocks.widths
    bit = (8 * blocks.start[block] + row * row_bits[block])[:, None] + column[block]

    windows: NDArray[np.uint32] = np.ndarray(len(data) - _WINDOW + 1, "<u4", data, strides=(1,))
    cut = windows[bit >> 3] >> (bit & 7).astype(np.uint32) & _MASK_OF_WIDTH[blocks.widths][block]
    values: NDArray[np.uint16] = cut.astype(np.uint16)
    deltas: NDArray[np.uint16] = (values >> 1) ^ np.negative(values & 1)  # zigzag undone
    return deltas


def _sum_from(rows: NDArray[np.uint16], firsts: Ints, totals: Ints) -> NDArray[np.uint16]:
    """Sum deltas onto the first row of each payload, modulo 2**16."""
    sums = rows.cumsum(axis=0, dtype=np.uint16)
    before = np.zeros((len(totals), rows.shape[1]), np.uint16)
    later = (firsts > 0) & (totals > 0)
    before[later] = sums[firsts[later] - 1]
    return sums - before.repeat(totals, axis=0)
