"""What a collection would find in the used blocks of a heap: the plain form tells more."""

import micropython


@micropython.viper
def scan(table: ptr8, n: int, pool: ptr8, out: ptr32):
    step = out[7]
    low = out[8]
    if step == 2:
        low |= out[9] << 32
    shift = 3 + step
    high = low + (4 * n << shift)
    mask = (1 << shift) - 1
    block = 0
    at = int(pool)
    misaligned = 0
    outside = 0
    inside = 0
    width = 0
    last = 0
    while block <= 4 * n:
        kind = 0
        if block < 4 * n:
            kind = table[block >> 2] >> ((block & 3) << 1) & 3
        if kind != 2:
            last = 0
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
        if not kind and not block & 3 and block < 4 * n and not table[block >> 2]:
            block += 4
            at += 4 << shift
            continue
        stop = at + (1 << shift)
        while kind and at < stop:
            word = ptr32(at)[0]
            if step == 2:
                word |= ptr32(at)[1] << 32
            at += step << 2
            if word & mask:
                misaligned += 1
            elif word < low or word >= high:
                outside += 1
            else:
                inside += 1
                if word != last:
                    last = word
                    word = word - low >> shift
                    if table[word >> 2] >> ((word & 3) << 1) & 3 == 1:
                        width += 1
        at = stop
        block += 1
    out[0] += misaligned
    out[1] += outside
    out[2] += inside
