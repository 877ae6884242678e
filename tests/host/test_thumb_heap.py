"""The thumb kernels of the allocation table against the plain ones: see test_thumb.py."""

from thumb_alike import LENGTHS, Alike


def table(r, n):
    """Free blocks alone, or none, or some."""
    free = r.choice((0, 0.3, 0.9, 1))
    return bytes(0 if r.random() < free else r.randrange(256) for _ in range(n))


def test_walk(core, machine_code):
    alike = Alike(core, machine_code, "heap_table.walk")
    for n in LENGTHS:
        for _ in range(3):
            alike.run(table(alike.random, n), n, bytearray(alike.random.randbytes(2) + bytes(4 * 29 - 2)), align=4)


def test_fits(core, machine_code):
    alike = Alike(core, machine_code, "heap_table.fits")
    for n in LENGTHS:
        for blocks in (1, 2, 5, 16, 17, 40):
            alike.run(table(alike.random, n), n, blocks, align=4)
