"""What a collection would find in the used blocks of a heap: every word of them is looked at as if it were a pointer.

The collector (py/gc.c) passes over a word that is no multiple of a block at once, over one that points elsewhere soon,
and looks up the block of any other. What a block points to waits on a stack of 64; where that overflows, it goes over
the whole heap again.
"""

_MISALIGNED, _OUTSIDE, _INSIDE, _EXCESS, _WIDEST, _SECOND, _BROAD = range(7)  # words of `out` that are counted
_STEP, _LOW, _HIGH = 7, 8, 9  # and those that are given
_STACK, _BROADLY = 64, 16


def scan(pool, n, table, out):
    """Count the words of used blocks into `out`, as int32, little-endian.

    0 no multiples of a block, 1 that point elsewhere, 2 into the pool, 3 that point from one piece to more than 64
    others, 4 and 5 most others that a piece points to, and second most, 6 pieces that point to more than 16. Given: 7 a
    quarter of the bytes of a word; 8 and 9 the pool's address, the lower half first.
    """
    step = _get(out, _STEP)
    low = _get(out, _LOW) | (_get(out, _HIGH) << 32 if step == 2 else 0)
    size = 4 * step
    width = last = 0
    for block in range(4 * n):
        kind = table[block >> 2] >> 2 * (block & 3) & 3
        if kind != 2:
            _close(out, width)
            width = last = 0
        for at in range(4 * block * size, 4 * (block + 1) * size if kind else 0, size):
            word = int.from_bytes(bytes(pool[at : at + size]), "little") - low
            if (word + low) % (4 * size):
                _add(out, _MISALIGNED, 1)
            elif not 0 <= word < 16 * n * size:
                _add(out, _OUTSIDE, 1)
            else:
                _add(out, _INSIDE, 1)
                to = word // (4 * size)
                if word + low != last and table[to >> 2] >> 2 * (to & 3) & 3 == 1:
                    width += 1
                last = word + low
    _close(out, width)


def _close(out, width):
    if width > _STACK:
        _add(out, _EXCESS, width - _STACK)
    if width > _BROADLY:
        _add(out, _BROAD, 1)
    widest = _get(out, _WIDEST)
    if width > widest:
        _put(out, _SECOND, widest)
        _put(out, _WIDEST, width)
    elif width > _get(out, _SECOND):
        _put(out, _SECOND, width)


def _get(out, word):
    return int.from_bytes(bytes(out[4 * word : 4 * word + 4]), "little")


def _put(out, word, value):
    for i in range(4):
        out[4 * word + i] = value >> 8 * i & 0xFF


def _add(out, word, value):
    _put(out, word, _get(out, word) + value)
