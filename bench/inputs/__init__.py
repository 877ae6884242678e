"""What each kernel is measured on: a function of the kernel's name in a file of its subject, for CPython and boards.

    # bench/inputs/link.py
    def crc32(n):
        return bytearray(4), noise(n), n        # the arguments; `bytes` are read, a `bytearray` is written

`n` is the bytes of input that the cycles are divided by.
"""

JUDGED = 1024  # bytes, the size that the limits are about
PLAIN_SHARE = 4  # with plain kernels on an emulated board, a fourth of the size
EMPTY = "an empty kernel of %d arguments"  # in a row of viper kernels: what a call costs, whatever it does


def plain(subject):
    """The plain kernels of a subject, which a board has under a name of their own."""
    for home in ("plain_kernels.", "memchunk.kernels.plain."):
        try:
            return __import__(home + subject, None, None, ("plain",))
        except ImportError:
            pass
    raise ImportError(subject)


def left(result, args):
    """A number for what a kernel returned and left in its arguments; none counts as 0."""
    mark = (result or 0) & 0xFFFF
    for arg in args:
        if isinstance(arg, bytearray):
            for byte in arg:
                mark = (mark * 31 + byte) % 65521
    return mark


def noise(n, zero_every=64):
    """`n` bytes of anything, one in `zero_every` of them zero: what a COBS encoder meets in packed samples."""
    state, out = 1, bytearray(n)
    for i in range(n):
        state = (state * 1103 + 12345) & 0xFFFF
        out[i] = 0 if i % zero_every == zero_every - 1 else (state >> 8) % 255 + 1
    return bytes(out)


def walk(n, channels=6):
    """So many whole rows of int16 as `n` bytes hold, a random walk: the kind of thing that sensors send."""
    state, rows = 1, n // (2 * channels)
    out, values = bytearray(2 * rows * channels), [0] * channels
    for i in range(rows * channels):
        state = (state * 1103 + 12345) & 0xFFFF
        value = values[i % channels] = (values[i % channels] + (state >> 8 & 63) - 31) & 0xFFFF
        out[2 * i], out[2 * i + 1] = value & 0xFF, value >> 8
    return bytes(out)
