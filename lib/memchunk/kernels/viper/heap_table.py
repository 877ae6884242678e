"""What the collector's allocation table says: the plain form tells what the arguments are.

Sixteen blocks at a time, and four at the end: nothing beyond the table is read.
"""

import micropython


@micropython.viper
def walk(table: ptr8, n: int, out: ptr32):
    run = 0
    while True:
        left = 0
        word = 3  # at the end: as if one more block were used
        if n > 3:
            word = ptr32(table)[0]
            left = 16
        elif n:
            word = int(table[0])
            left = 4
        else:
            out[4] += run
        n -= left >> 2
        table = ptr8(int(table) + (left >> 2))
        if word == 0:
            run += left
            continue
        end = left == 0
        left += int(end)
        while left:
            if not word & 3:
                run += 1
            else:
                if not end:
                    out[1] += word & 1
                if run:
                    out[0] += run
                    out[2] += 1
                    if run > out[3]:
                        out[3] = run
                    k = 5
                    while run > 1:
                        run >>= 1
                        k += 1
                    out[k] += 1
                    run = 0
            word >>= 2
            left -= 1
        if end:
            return


@micropython.viper
def fits(table: ptr8, n: int, blocks: int) -> int:
    run = 0
    found = 0
    while n:
        word = int(table[0])
        left = 4
        if n > 3:
            word = ptr32(table)[0]
            left = 16
        n -= left >> 2
        table = ptr8(int(table) + (left >> 2))
        if word == 0:
            run += left
            while run >= blocks:
                run -= blocks
                found += 1
            continue
        while left:
            run += 1
            if word & 3:
                run = 0
            elif run == blocks:
                found += 1
                run = 0
            word >>= 2
            left -= 1
    return found
