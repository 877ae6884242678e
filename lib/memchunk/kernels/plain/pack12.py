"""Samples of 12 bits, two in three bytes; the upper four bits of the 16 that hold one are left out.

    little   [a7…a0] [b3…b0 a11…a8] [b11…b4]
    mipi     [a11…a4] [b11…b4] [b3…b0 a3…a0]

Of an odd number the last sample takes two bytes: the first, and the one with its other four bits.
In place: forward, if `dst` starts at `src` or before it.
"""


def little(src, dst, count):
    """Pack `count` little-endian words of 16 bits into `dst`."""
    at = 0
    for i in range(0, 2 * count - 2, 4):
        low, high = src[i + 2], src[i + 3]
        dst[at] = src[i]
        dst[at + 1] = src[i + 1] & 15 | low << 4 & 0xF0
        dst[at + 2] = low >> 4 | high << 4 & 0xF0
        at += 3
    if count & 1:
        dst[at] = src[2 * count - 2]
        dst[at + 1] = src[2 * count - 1] & 15


def mipi(src, dst, count):
    """The same in the order of MIPI CSI-2's RAW12."""
    at = 0
    for i in range(0, 2 * count - 2, 4):
        a, b = src[i] | src[i + 1] << 8, src[i + 2] | src[i + 3] << 8
        dst[at] = a >> 4 & 0xFF
        dst[at + 1] = b >> 4 & 0xFF
        dst[at + 2] = a & 15 | b << 4 & 0xF0
        at += 3
    if count & 1:
        a = src[2 * count - 2] | src[2 * count - 1] << 8
        dst[at] = a >> 4 & 0xFF
        dst[at + 1] = a & 15
