"""What a collection would find in the used blocks of a heap: the plain form tells more."""

import micropython


@micropython.viper
def scan(pool: ptr32, n: int, table: ptr8, out: ptr32):
    wide = out[7] - 1
    low = out[8]
    if wide:
        low |= out[9] << 32
    shift = 4 + wide
    mask = (1 << shift) - 1
    size = uint(4 * n << shift)
    end = int(table) + n
    at = table
    kinds = 1  # of up to four blocks, and a 1 above
    misaligned = 0
    outside = 0
    inside = 0
    width = 0
    last = -1
    while True:
        if not kinds ^ 1:
            if int(at) > end:
                break
            kinds = 0x100  # after the last, free ones: they end what the last piece pointed to
            if int(at) < end:
                kinds |= at[0]
            at = ptr8(int(at) + 1)
            if not (kinds ^ 0x100 | width):
                kinds = 1
                pool = ptr32(int(pool) + (4 << shift))
                continue
        if kinds & 3 ^ 2:
            last = -1
            if width:
                if width > 64:
                    out[3] += width - 64
                if width > 16:
                    out[6] += 1
                if width > out[4]:
                    out[5] = out[4]
                    out[4] = width
                elif width > out[5]:
                    out[5] = width
                width = 0
        stop = int(pool) + (1 << shift)
        if kinds & 3:
            while int(pool) < stop:
                n = pool[0]  # the first two arguments are in registers
                pool = ptr32(int(pool) + 4)
                if wide:
                    n |= pool[0] << 32
                    pool = ptr32(int(pool) + 4)
                if n & mask:
                    misaligned += 1
                else:
                    n -= low
                    if uint(n) < size:
                        inside += 1
                        if n ^ last:
                            last = n
                            n >>= shift
                            if not (table[n >> 2] >> ((n & 3) << 1) ^ 1) & 3:
                                width += 1
                    else:
                        outside += 1
        pool = ptr32(stop)
        kinds >>= 2
    out[0] += misaligned
    out[1] += outside
    out[2] += inside
