"""What lies in the blocks of a heap: the plain form tells more."""

import micropython


@micropython.viper
def tally(table: ptr8, n: int, pool: ptr32, out: ptr32):
    step = out[0]
    last = 2 + (out[1] << 2)
    row = last
    first = 0
    block = 0
    while block < 4 * n:
        kind = table[block >> 2] >> ((block & 3) << 1) & 3
        if kind & 1:
            low = pool[first]
            high = 0
            if step == 2:
                high = pool[first + 1]
            row = 2
            while row < last:
                if out[row] == low:
                    if step == 1 or out[row + 1] == high:
                        break
                row += 4
            out[row + 2] += 1
        if kind:
            out[row + 3] += 1
        first += step << 2
        block += 1


@micropython.viper
def point(data: ptr32, n: int, table: ptr8, out: ptr32) -> int:
    step = out[0]
    blocks = out[1]
    low = out[2]
    if step == 2:
        low |= out[3] << 32
    shift = 3 + step
    mask = (1 << shift) - 1
    found = 0
    at = 0
    while at < n * step:
        away = data[at]
        if step == 2:
            away |= data[at + 1] << 32
        away -= low
        at += step
        if away >= 0 and away & mask == 0:
            block = away >> shift
            if block < blocks and table[block >> 2] >> ((block & 3) << 1) & 3 == 1:
                found += 1
    return found
