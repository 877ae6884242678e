"""What lies in the blocks of a heap: objects, by the type that their first word names, and addresses.

    heads and tails of the allocation table      see heap_table
    block                                        16 bytes, or 32 where a word has 8
"""

_STEP, _ROWS = 0, 1  # words of `out`, little-endian
_LOW, _HIGH, _OBJECTS, _BLOCKS, _ROW = 0, 1, 2, 3, 4  # words of a row; rows begin after _ROWS


def tally(table, n, pool, out):
    """Count the used blocks of `n` bytes of `table` by the first word of each piece, from `pool` on.

    `out`: int32 a quarter of the bytes of a word, and how many types; then a row each: the type's address, the lower
    half first, pieces, blocks. A row more is for pieces of no such type.
    """
    step, last = _get(out, _STEP), 2 + _ROW * _get(out, _ROWS)
    row = last
    for block in range(4 * n):
        kind = table[block >> 2] >> 2 * (block & 3) & 3
        if kind & 1:
            first = block * 4 * step
            row = 2
            while row < last and not _names(out, row, pool, first, step):
                row += _ROW
            _add(out, row + _OBJECTS)
        if kind:
            _add(out, row + _BLOCKS)


def point(data, n, table, out):
    """How many of `n` words of `data` hold the address of a piece in use, which the collector then keeps.

    `out`: int32 a quarter of the bytes of a word, blocks of the pool, its address, the lower half first.
    """
    step, blocks = _get(out, 0), _get(out, 1)
    low = _get(out, 2) | (_get(out, 3) << 32 if step == 2 else 0)
    found = 0
    for at in range(0, 4 * step * n, 4 * step):
        away = int.from_bytes(bytes(data[at : at + 4 * step]), "little") - low
        if 0 <= away < 16 * step * blocks and not away % (16 * step):
            block = away // (16 * step)
            found += table[block >> 2] >> 2 * (block & 3) & 3 == 1
    return found


def _names(out, row, pool, first, step):
    return _get(pool, first) == _get(out, row + _LOW) and (
        step == 1 or _get(pool, first + 1) == _get(out, row + _HIGH)
    )


def _get(memory, word):
    return int.from_bytes(bytes(memory[4 * word : 4 * word + 4]), "little")


def _add(out, word):
    value = _get(out, word) + 1
    for i in range(4):
        out[4 * word + i] = value >> 8 * i & 0xFF
