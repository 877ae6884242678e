"""Rows of int16 out of packed differences: what blockpack and rice have in common.

    data, starts, ends = side_by_side(payloads)
    z = cut(data, bit, width)
    rows = summed(data, starts, counts, z)

    payload   [first row, absolute][differences of the rows behind it, packed in one way or the other]

Normative: docs/wire-format.md, section "blockpack": bits begin at the lowest of a byte, differences are taken modulo
2**16 and mapped by zigzag.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_WINDOW = 4  # bytes looked at to cut out one value: 7 bits of shift and 16 of value fit
_MASK_OF_WIDTH = (1 << np.arange(17, dtype=np.uint32)) - 1


def side_by_side(payloads: Sequence[bytes]) -> tuple[NDArray[np.uint8], Ints, Ints]:
    """The payloads' bytes in one array, with zeros behind them; where each starts and ends."""
    sizes = np.fromiter((len(payload) for payload in payloads), np.int64, len(payloads))
    data = np.frombuffer(b"".join(payloads) + bytes(_WINDOW), np.uint8)
    ends = sizes.cumsum()
    return data, ends - sizes, ends


def nibbles(data: NDArray[np.uint8], at: Ints, count: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """`count` nibbles from each byte `at` on, low ones first, as (len(at), count); and where a half unused is zero."""
    columns = np.arange((count + 1) // 2)
    packed = data.take(at[:, None] + columns, mode="clip")
    halves = np.empty((len(at), 2 * len(columns)), np.uint8)
    halves[:, ::2], halves[:, 1::2] = packed & 15, packed >> 4
    return halves[:, :count], np.logical_not(halves[:, count:].any(axis=1))


def windows(data: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The 32 bits from each byte on."""
    return np.ndarray(len(data) - _WINDOW + 1, "<u4", data, strides=(1,))


def cut(data: NDArray[np.uint8], bit: Ints, width: NDArray[Any]) -> NDArray[np.uint16]:
    """The values of `width` bits, up to 16, that begin at each `bit`."""
    found = windows(data)[bit >> 3] >> (bit & 7).astype(np.uint32) & _MASK_OF_WIDTH[width]
    return found.astype(np.uint16)


def summed(data: NDArray[np.uint8], starts: Ints, counts: Ints, z: NDArray[np.uint16]) -> NDArray[np.int16]:
    """The rows of payloads that start at `starts` with an absolute one, `counts` rows each.

    `z` has the zigzag values of all rows but these, (R, C), in payload order.
    """
    firsts = counts.cumsum() - counts
    there = counts > 0
    rows = np.empty((int(counts.sum()), z.shape[1]), np.uint16)
    is_delta = np.ones(len(rows), np.bool_)
    is_delta[firsts[there]] = False
    heads = starts[there][:, None] + np.arange(2 * z.shape[1])
    rows[firsts[there]] = data[heads].view("<u2")
    rows[is_delta] = (z >> 1) ^ np.negative(z & 1)
    return _sum_from(rows, firsts, counts).view(np.int16)


def _sum_from(rows: NDArray[np.uint16], firsts: Ints, counts: Ints) -> NDArray[np.uint16]:
    """Sum deltas onto the first row of each payload, modulo 2**16."""
    sums = rows.cumsum(axis=0, dtype=np.uint16)
    before = np.zeros((len(counts), rows.shape[1]), np.uint16)
    later = (firsts > 0) & (counts > 0)
    before[later] = sums[firsts[later] - 1]
    return sums - before.repeat(counts, axis=0)
