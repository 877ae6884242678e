"""Differences between rows and zigzag, on little-endian int16."""


def delta(src, dst, count, channels):
    """Each of `count` int16 of `src` less the one `channels` before it, mod 2^16; the first row stays.

    From the end backwards, so that `dst` may be `src`.
    """
    for i in range(2 * count - 2, 2 * channels - 2, -2):
        before = i - 2 * channels
        value = (src[i] | src[i + 1] << 8) - (src[before] | src[before + 1] << 8)
        dst[i] = value & 0xFF
        dst[i + 1] = value >> 8 & 0xFF
    for i in range(2 * min(count, channels)):
        dst[i] = src[i]


def undelta(src, dst, count, channels):
    """The sum that undoes `delta`; forward, so that `dst` may be `src`."""
    for i in range(2 * min(count, channels)):
        dst[i] = src[i]
    for i in range(2 * channels, 2 * count, 2):
        before = i - 2 * channels
        value = (src[i] | src[i + 1] << 8) + (dst[before] | dst[before + 1] << 8)
        dst[i] = value & 0xFF
        dst[i + 1] = value >> 8 & 0xFF


def zigzag(src, dst, count):
    """0, -1, 1, -2, … of int16 to 0, 1, 2, 3, … of uint16; `dst` may be `src`."""
    for i in range(0, 2 * count, 2):
        value = src[i] | src[i + 1] << 8
        value = value << 1 ^ (0xFFFF if value & 0x8000 else 0)
        dst[i] = value & 0xFF
        dst[i + 1] = value >> 8 & 0xFF


def unzigzag(src, dst, count):
    """Undo `zigzag`; `dst` may be `src`."""
    for i in range(0, 2 * count, 2):
        value = src[i] | src[i + 1] << 8
        value = value >> 1 ^ (0xFFFF if value & 1 else 0)
        dst[i] = value & 0xFF
        dst[i + 1] = value >> 8 & 0xFF
