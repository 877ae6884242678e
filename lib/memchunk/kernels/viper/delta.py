"""Differences between rows and zigzag, on little-endian int16.

The first two arguments are in registers, other locals in memory: hence pointers that
move, and constant places from them.
"""

import micropython


@micropython.viper
def delta(src: ptr16, dst: ptr16, count: int, channels: int):
    src = ptr16(int(src) + 2 * count)  # from the end
    dst = ptr16(int(dst) + 2 * count)
    first = channels
    if count < channels:
        first = count
    left = count - first
    count = int(src) - 2 * channels  # from here on where the row before is
    while left > 3:
        src = ptr16(int(src) - 8)
        dst = ptr16(int(dst) - 8)
        count -= 8
        dst[3] = src[3] - ptr16(count)[3]
        dst[2] = src[2] - ptr16(count)[2]
        dst[1] = src[1] - ptr16(count)[1]
        dst[0] = src[0] - ptr16(count)[0]
        left -= 4
    while left:
        src = ptr16(int(src) - 2)
        dst = ptr16(int(dst) - 2)
        count -= 2
        dst[0] = src[0] - ptr16(count)[0]
        left -= 1
    while first:
        src = ptr16(int(src) - 2)
        dst = ptr16(int(dst) - 2)
        dst[0] = src[0]
        first -= 1


@micropython.viper
def undelta(src: ptr16, dst: ptr16, count: int, channels: int):
    before = int(dst)
    first = channels
    if count < channels:
        first = count
    left = count - first
    while first:
        dst[0] = src[0]
        src = ptr16(int(src) + 2)
        dst = ptr16(int(dst) + 2)
        first -= 1
    count = before  # from here on where the row before is
    while left > 3:
        dst[0] = src[0] + ptr16(count)[0]
        dst[1] = src[1] + ptr16(count)[1]
        dst[2] = src[2] + ptr16(count)[2]
        dst[3] = src[3] + ptr16(count)[3]
        src = ptr16(int(src) + 8)
        dst = ptr16(int(dst) + 8)
        count += 8
        left -= 4
    while left:
        dst[0] = src[0] + ptr16(count)[0]
        src = ptr16(int(src) + 2)
        dst = ptr16(int(dst) + 2)
        count += 2
        left -= 1


@micropython.viper
def zigzag(src: ptr16, dst: ptr16, count: int):
    while count > 3:
        dst[0] = src[0] << 1 ^ (0 - (src[0] >> 15))
        dst[1] = src[1] << 1 ^ (0 - (src[1] >> 15))
        dst[2] = src[2] << 1 ^ (0 - (src[2] >> 15))
        dst[3] = src[3] << 1 ^ (0 - (src[3] >> 15))
        src = ptr16(int(src) + 8)
        dst = ptr16(int(dst) + 8)
        count -= 4
    while count:
        dst[0] = src[0] << 1 ^ (0 - (src[0] >> 15))
        src = ptr16(int(src) + 2)
        dst = ptr16(int(dst) + 2)
        count -= 1


@micropython.viper
def unzigzag(src: ptr16, dst: ptr16, count: int):
    while count > 3:
        dst[0] = src[0] >> 1 ^ (0 - (src[0] & 1))
        dst[1] = src[1] >> 1 ^ (0 - (src[1] & 1))
        dst[2] = src[2] >> 1 ^ (0 - (src[2] & 1))
        dst[3] = src[3] >> 1 ^ (0 - (src[3] & 1))
        src = ptr16(int(src) + 8)
        dst = ptr16(int(dst) + 8)
        count -= 4
    while count:
        dst[0] = src[0] >> 1 ^ (0 - (src[0] & 1))
        src = ptr16(int(src) + 2)
        dst = ptr16(int(dst) + 2)
        count -= 1
