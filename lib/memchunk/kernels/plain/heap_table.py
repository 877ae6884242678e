"""What the collector's allocation table says: two bits a block, lowest first, 0 free, 1 head, 2 tail, 3 marked head.

A heap is walked area by area into the same sums. Nothing is allocated, or the table would change on the way:
hence frames stay small, and sums are bytes.
"""

_FREE, _HEADS, _RUNS, _LARGEST, _LAST, _SIZES = 0, 4, 8, 12, 16, 20  # places of int32, little-endian


def walk(table, n, out):
    """Add to `out` what `n` bytes of `table`, aligned by 4, say: int32 free blocks, heads, free runs, the largest of
    them in blocks, blocks that are free at the end, then how many runs have 2^k to 2^(k+1) - 1 blocks, from k = 0.
    """
    at = run = 0
    while at < 4 * n:
        kind = table[at >> 2] >> 2 * (at & 3) & 3
        if not kind:
            run += 1
        else:
            if kind & 1:
                _add(out, _HEADS, 1)
            if run:
                _close(out, run)
            run = 0
        at += 1
    _add(out, _LAST, run)
    if run:
        _close(out, run)


def _close(out, run):
    _add(out, _FREE, run)
    _add(out, _RUNS, 1)
    if run > out[_LARGEST] | out[_LARGEST + 1] << 8 | out[_LARGEST + 2] << 16 | out[_LARGEST + 3] << 24:
        for i in range(4):
            out[_LARGEST + i] = run >> 8 * i & 0xFF
    at = _SIZES
    while run > 1:
        run >>= 1
        at += 4
    _add(out, at, 1)


def _add(out, at, value):
    while value:
        value += out[at]
        out[at] = value & 0xFF
        value >>= 8
        at += 1


def fits(table, n, blocks):
    """How many times as many free blocks in one piece are found in the table."""
    at = run = found = 0
    while at < 4 * n:
        run += 1
        if table[at >> 2] >> 2 * (at & 3) & 3:
            run = 0
        elif run == blocks:
            found += 1
            run = 0
        at += 1
    return found
