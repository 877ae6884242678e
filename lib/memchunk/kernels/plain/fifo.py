"""What a sensor's FIFO hands out, to rows of little-endian int16."""


def untag(src, dst, rows, tag):
    """Take the tags off `rows` pairs of 7-byte words of an LSM6DSO; returns how many pairs were as foretold.

    `tag` is the first word's tag without its parity bit: sensor << 2 | time slot. The other word of a pair is
    of the other sensor (gyroscope 1, accelerometer 2) and the same slot, the next pair of the next. Each pair
    becomes 12 bytes, the gyroscope's first. `dst` may start at `src` or before it.
    """
    for row in range(rows):
        i, at = 14 * row, 12 * row
        if src[i] >> 1 != tag or src[i + 7] >> 1 != tag ^ 12:
            return row
        for k in range(6):
            dst[at + k] = src[i + 1 + k]
        for k in range(6):
            dst[at + 6 + k] = src[i + 8 + k]
        if tag & 8:  # the accelerometer's word came first
            for k in range(at, at + 6):
                dst[k], dst[k + 6] = dst[k + 6], dst[k]
        tag = tag & 12 | tag + 1 & 3
    return rows
