"""Unsigned LEB128 undone: see `varint`. The last byte that these are given ends a value."""


def values(src, n):
    """How many values the first `n` bytes of `src` hold: those below 128 end one."""
    count = 0
    for i in range(n):
        count += src[i] < 128
    return count


def decode16(src, n, dst):
    """Little-endian uint16 into `dst`; returns how many, or -1 - (place of a value that is none).

    That is one above 65535, or with a last byte of zero that it could do without.
    In place: forward, if `dst` starts as many bytes before `src` as there are values, or more.
    """
    i = at = 0
    while i < n:
        start = i
        byte = src[i]
        value = byte & 127
        shift = 7
        while byte > 127:
            i += 1
            byte = src[i]
            if byte == 0 or shift == 14 and byte > 3:
                return -1 - start
            value |= (byte & 127) << shift
            shift += 7
        i += 1
        dst[at] = value & 0xFF
        dst[at + 1] = value >> 8
        at += 2
    return at >> 1


def decode32(src, n, dst):
    """The same for uint32. In place: three times as far before `src`."""
    i = at = 0
    while i < n:
        start = i
        byte = src[i]
        value = byte & 127
        shift = 7
        while byte > 127:
            i += 1
            byte = src[i]
            if byte == 0 or shift == 28 and byte > 15:
                return -1 - start
            if shift == 28:
                break
            value |= (byte & 127) << shift
            shift += 7
        i += 1
        dst[at] = value & 0xFF
        dst[at + 1] = value >> 8 & 0xFF
        dst[at + 2] = value >> 16 & 0xFF
        dst[at + 3] = value >> 24 | (byte << 4 if i - start == 5 else 0)  # all at once it would be no small int
        at += 4
    return at >> 2
