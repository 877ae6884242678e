"""What lies in the blocks of a heap: the plain form tells more."""

import micropython


@micropython.viper
def tally(table: ptr8, n: int, pool: ptr32, out: ptr32):
    step = out[0]
    rows = ptr32(int(out) + 8)
    last = int(rows) + (out[1] << 4)
    row = ptr32(last)
    stop = int(table) + n
    n = 1  # kinds of blocks, up to a 1: the first two arguments are in registers
    while True:
        if not n ^ 1:
            if int(table) >= stop:
                break
            n = table[0] | 0x100
            table = ptr8(int(table) + 1)
        if n & 1:
            row = rows
            if step & 2:
                while int(row) < last and (row[0] ^ pool[0] or row[1] ^ pool[1]):
                    row = ptr32(int(row) + 16)
            else:
                while int(row) < last and row[0] ^ pool[0]:
                    row = ptr32(int(row) + 16)
            row[2] = row[2] + 1
        if n & 3:
            row[3] = row[3] + 1
        n >>= 2
        pool = ptr32(int(pool) + (step << 4))


@micropython.viper
def point(data: ptr32, n: int, table: ptr8, out: ptr32) -> int:
    wide = out[0] - 1
    blocks = uint(out[1])
    low = out[2]
    if wide:
        low |= out[3] << 32
    shift = 4 + wide
    mask = (1 << shift) - 1
    found = 0
    stop = int(data) + (n << 2 + wide)
    while int(data) < stop:
        n = data[0]  # the first two arguments are in registers
        data = ptr32(int(data) + 4)
        if wide:
            n |= data[0] << 32
            data = ptr32(int(data) + 4)
        n -= low
        if not n & mask:
            n >>= shift
            if uint(n) < blocks and not (table[n >> 2] >> ((n & 3) << 1) ^ 1) & 3:
                found += 1
    return found
