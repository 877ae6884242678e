"""Rice coding, decoded many payloads at a time: `decode` gives the rows of all in one array.

    rows, good = decode(payloads, counts, channels=3)

    payload   [first row, absolute][parameters, a nibble a channel][codes, of 1 to 26 bits, row by row]

Normative: docs/wire-format.md, section "rice". Where a code begins is known when the one before it is measured. So
the walk over the codes takes all payloads in step, one code of each at a time; for how many zeros follow on any
bit was looked up for all of them before. When few payloads are left, long ones, each is walked to its end alone.
All values are then cut out of the bytes at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from memchunk_host.deltas import Ints, cut, nibbles, side_by_side, summed, windows

_ESCAPE = 10  # zeros in front of a value as it is
_KINDS = _ESCAPE + 1  # of codes to a parameter, by the zeros that they begin with
_VERBATIM = 15
_FEW = 48  # payloads; as many steps of plain Python take as long as one over an array

# By parameter and zeros, k * _KINDS + q.
_K, _Q = (table.ravel() for table in np.mgrid[: _VERBATIM + 1, :_KINDS])
_AS_IT_IS = (_K == _VERBATIM) | (_Q == _ESCAPE)
_WIDTH = np.where(_AS_IT_IS, 16, _K)
_SKIP = np.where(_K == _VERBATIM, 0, np.where(_Q == _ESCAPE, _ESCAPE, _Q + 1))  # bits in front of these
_LENGTH = _SKIP + _WIDTH
_HIGH = np.where(_AS_IT_IS, 0, _Q << _K)
_LEAST = np.where(_K == _VERBATIM, 0, np.where(_Q == _ESCAPE, _ESCAPE << _K, 0))  # that needs an escape

_ZEROS = np.array([_ESCAPE, *((n & -n).bit_length() - 1 for n in range(1, 1 << _ESCAPE))], np.uint8)


def decode(
    payloads: Sequence[bytes], counts: Ints, channels: int
) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """Decode `payloads`, of which number i claims `counts[i]` rows of `channels` int16 each.

    Returns the rows of the good payloads, one after the other, as an (R, channels) array, and which
    payloads are good: those that hold what docs/wire-format.md lets a sender write, and no byte more. Work
    and memory are bounded by the bytes given, whatever they claim. Raises nothing for bad content.
    """
    data, starts, ends = side_by_side(payloads)
    deltas = np.maximum(counts - 1, 0)
    heads = starts + np.where(counts > 0, 2 * channels, 0)
    at = heads + np.where(deltas > 0, (channels + 1) // 2, 0)
    good = deltas * channels <= 8 * (ends - at)  # or else there is nothing to walk
    rows = np.where(good, deltas, 0)
    parameters, clean = nibbles(data, heads, channels)
    good &= clean | (deltas == 0)

    zeros = _zeros(data)
    kinds = parameters.astype(np.int64) * _KINDS
    bit, stop = _walk(zeros, 8 * at, kinds, rows)
    left = 8 * ends - stop
    good &= (left >= 0) & (left < 8) & (data[ends - 1].astype(np.int64) >> (8 - left.clip(0, 8)) == 0)

    keep = good.repeat(rows)
    bit = bit[keep]
    kind = kinds[good].repeat(rows[good], axis=0) + zeros[bit]
    z = _HIGH[kind] + cut(data, bit + _SKIP[kind], _WIDTH[kind])
    wrong = ((z > 0xFFFF) | (z < _LEAST[kind])).any(axis=1)
    if wrong.any():
        owners = good.nonzero()[0].repeat(rows[good])
        good[owners[wrong]] = False
        z = z[good[owners]]
    return summed(data, starts[good], counts[good], z.astype(np.uint16)), good


def _zeros(data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How many zero bits there are from each bit on, up to ten."""
    shifted = windows(data)[:, None] >> np.arange(8, dtype=np.uint32)
    return _ZEROS[shifted & (1 << _ESCAPE) - 1].ravel()


def _walk(zeros: NDArray[np.uint8], at: Ints, kinds: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Go from each bit `at` over `rows` rows of codes. Returns where each code begins, (R, C), and where they stop.

    A walk gone astray reads foreign bits; it then ends elsewhere than at its end.
    """
    channels = kinds.shape[1]
    order = np.argsort(-rows, kind="stable")  # so that those still under way are in front
    slots = (rows.cumsum() - rows)[order]
    place = at[order]
    columns = np.ascontiguousarray(kinds[order].T)
    begins = np.empty((int(rows.sum()), channels), np.int64)
    under_way = np.searchsorted(-rows[order], -np.arange(rows.max(initial=0))).tolist()
    together = sum(live >= _FEW for live in under_way)
    for row, live in enumerate(under_way[:together]):
        here, slot = place[:live], slots[:live] + row
        for channel, column in enumerate(columns):
            begins[slot, channel] = here
            here += _LENGTH.take(column[:live] + zeros.take(here, mode="clip"))
    for i in range(under_way[together] if together < len(under_way) else 0):
        lengths = _LENGTH[columns[:, i, None] + np.arange(_KINDS)].tolist()
        found, place[i] = _walk_alone(zeros.data, int(place[i]), lengths, int(rows[order[i]]) - together)
        begins[slots[i] + together :].ravel()[: len(found)] = found
    stops = np.empty_like(at)
    stops[order] = place
    return begins, stops


def _walk_alone(
    zeros: memoryview, at: int, lengths: list[list[int]], rows: int
) -> tuple[list[int], int]:
    """The same for one payload, `lengths` by channel and zeros. Returns the beginnings of its codes in a row."""
    begins = []
    try:
        for _ in range(rows):
            for length in lengths:
                begins.append(at)
                at += length[zeros[at]]
    except IndexError:  # beyond the last payload
        pass
    return begins, at
