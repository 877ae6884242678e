"""Elements of two or four bytes turned round, big-endian to little-endian and back."""


def swap16(src, dst, count):
    """`count` elements of two bytes at any address; `dst` may be `src`."""
    for i in range(0, 2 * count, 2):
        low = src[i]
        dst[i] = src[i + 1]
        dst[i + 1] = low


def swap32(src, dst, count):
    """`count` elements of four bytes at any address; `dst` may be `src`."""
    for i in range(0, 4 * count, 4):
        a, b = src[i], src[i + 1]
        dst[i] = src[i + 3]
        dst[i + 1] = src[i + 2]
        dst[i + 2] = b
        dst[i + 3] = a
