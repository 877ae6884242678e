"""What the collector's allocation table says: the plain form tells what the arguments are.

Four blocks at a time, or sixteen free ones: nothing beyond the table is read.
"""

import micropython


@micropython.viper
def walk(table: ptr8, n: int, out: ptr32):
    stop = int(table) + n
    heads = 0
    run = 0
    while int(table) <= stop:
        # The first two arguments are in registers: from here on kinds of four blocks, and a 1 above.
        if int(table) ^ stop:
            n = table[0] | 0x100
        else:
            n = 6  # as if one more were used
            out[4] = out[4] + run
        if not n ^ 0x100:
            n = 1
            if not int(table) & 3 and stop - int(table) > 3 and not ptr32(table)[0]:
                n = 4
            table = ptr8(int(table) + n)
            run += 4 * n
            continue
        table = ptr8(int(table) + 1)
        while n ^ 1:
            if n & 3:
                heads += n & 1
                if run:
                    out[0] = out[0] + run
                    out[2] = out[2] + 1
                    if run > out[3]:
                        out[3] = run
                    k = 5
                    while run >> 1:
                        run >>= 1
                        k += 1
                    out[k] = out[k] + 1
                    run = 0
            else:
                run += 1
            n >>= 2
    out[1] = out[1] + heads


@micropython.viper
def fits(table: ptr8, n: int, blocks: int) -> int:
    stop = int(table) + n
    missing = blocks
    found = 0
    while int(table) < stop:
        n = table[0]  # the first two arguments are in registers: kinds of four blocks, and a 1 above
        if n:
            n |= 0x100
            table = ptr8(int(table) + 1)
            while n ^ 1:
                if n & 3:
                    missing = blocks
                else:
                    missing -= 1
                    if not missing:
                        missing = blocks
                        found += 1
                n >>= 2
        else:
            n = 1
            if not int(table) & 3 and stop - int(table) > 3 and not ptr32(table)[0]:
                n = 4
            table = ptr8(int(table) + n)
            missing -= 4 * n
            while missing <= 0:
                missing += blocks
                found += 1
    return found
